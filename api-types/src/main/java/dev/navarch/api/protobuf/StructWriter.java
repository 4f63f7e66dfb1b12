package dev.navarch.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.protobuf.FieldType.Cardinality;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays out decoded values as Go writes a struct: fields in order, zero values dropped or shown as the struct's tags say. */
public final class StructWriter {

    private static final String ZERO_TIME = "0001-01-01T00:00:00";

    private final boolean keepEmptyLists;

    /**
     * A writer of one style.
     *
     * @param keepEmptyLists shows an empty list or map as such where protobuf would make it null
     */
    public StructWriter(boolean keepEmptyLists) {
        this.keepEmptyLists = keepEmptyLists;
    }

    /**
     * Lays out a struct.
     *
     * @param kind shows {@code kind} and {@code apiVersion} first, if they are among the values
     */
    public ObjectNode object(MessageType type, Map<String, JsonNode> values, boolean kind) {
        ObjectNode object = Json.object();
        if (kind) {
            typeMeta(object, "kind", values);
            typeMeta(object, "apiVersion", values);
        }
        for (Map.Entry<String, FieldType> member : type.members().entrySet()) {
            JsonNode shown = shown(member.getValue(), values.get(member.getKey()));
            if (shown != null) {
                object.set(member.getKey(), shown);
            }
        }
        return object;
    }

    private static void typeMeta(ObjectNode object, String name, Map<String, JsonNode> values) {
        JsonNode value = values.get(name);
        if (value != null && !value.asText().isEmpty()) {
            object.set(name, value);
        }
    }

    private @Nullable JsonNode shown(FieldType field, @Nullable JsonNode value) {
        JsonNode unset = field.unset();
        if (value == null || isZero(field, value)) {
            boolean empty = value != null && value.isContainerNode() && unset != null && unset.isNull();
            if (empty && keepEmptyLists) {
                return value;
            }
            return unset == null ? null : unset.deepCopy();
        }
        return value;
    }

    /** Zero values that Go's {@code omitempty} and {@code omitzero} drop; a pointer is never zero. */
    private static boolean isZero(FieldType field, JsonNode value) {
        if (field.cardinality() != Cardinality.ONE) {
            return value.isEmpty();
        }
        if (field.pointer()) {
            return false;
        }
        return switch (field.kind()) {
            case STRING -> value.asText().isEmpty();
            case BYTES -> value.asText().isEmpty() && field.unset() == null;
            case BOOL -> !value.booleanValue();
            case INT32, INT64, DOUBLE -> value.doubleValue() == 0;
            case MESSAGE ->
                switch (field.message().form()) {
                    case TIME, MICRO_TIME -> value.asText().startsWith(ZERO_TIME);
                    case LIST -> value.isEmpty();
                    default -> false;
                };
        };
    }

    /** What Go holds for a null in a list or a map. */
    public JsonNode zero(FieldType field) {
        return switch (field.kind()) {
            case STRING, BYTES -> Json.nodes().textNode("");
            case BOOL -> Json.nodes().booleanNode(false);
            case INT32, INT64, DOUBLE -> Json.nodes().numberNode(0);
            case MESSAGE ->
                switch (field.message().form()) {
                    case OBJECT -> object(field.message(), Map.of(), false);
                    case QUANTITY -> Json.nodes().textNode("0");
                    case INT_OR_STRING -> Json.nodes().numberNode(0);
                    default -> NullNode.getInstance();
                };
        };
    }
}
