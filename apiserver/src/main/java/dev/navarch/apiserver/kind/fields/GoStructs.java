package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.protobuf.FieldType;
import dev.navarch.api.protobuf.FieldType.Cardinality;
import dev.navarch.api.protobuf.MessageType;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Shows values in error texts as upstream does. Its internal structs have no JSON names, so they are written with the
 * names of their Go fields and with all that is not set; what comes from the metadata package keeps its names.
 */
final class GoStructs {

    private static final String METADATA = "k8s.io.apimachinery.";
    private static final Set<String> INITIALISMS = Set.of(
            "api", "ip", "uid", "url", "ca", "dns", "http", "tcp", "grpc", "tls", "nfs", "csi", "rbd", "iscsi", "fs",
            "ttl", "id", "qos", "tty", "cel");
    private static final Map<String, String> NAMES = Map.of(
            "cidrs", "CIDRs",
            "wwids", "WWIDs",
            "seLinuxMount", "SELinuxMount",
            "seLinuxOptions", "SELinuxOptions",
            "cephfs", "CephFS",
            "fc", "FC");

    private GoStructs() {}

    /** A field's value, or what Go has in its place. */
    static JsonNode show(FieldType field, JsonNode value) {
        boolean unset = value.isMissingNode() || value.isNull();
        if (field.cardinality() != Cardinality.ONE) {
            return unset || value.isEmpty() ? NullNode.instance : showAll(field, value);
        }
        return unset && field.pointer() ? NullNode.instance : showOne(field, value);
    }

    /** One value of a field: itself, an item of the list, a value of the map. */
    static JsonNode showOne(FieldType field, JsonNode value) {
        boolean unset = value.isMissingNode() || value.isNull();
        return switch (field.kind()) {
            case MESSAGE -> show(field.message(), value);
            case STRING -> unset ? Json.nodes().textNode("") : value;
            case BOOL -> unset ? Json.nodes().booleanNode(false) : value;
            case BYTES -> unset ? NullNode.instance : value;
            case INT32, INT64, DOUBLE -> unset ? Json.nodes().numberNode(0) : value;
        };
    }

    static JsonNode show(MessageType type, JsonNode value) {
        boolean unset = value.isMissingNode() || value.isNull();
        return switch (type.form()) {
            case OBJECT -> type.name().startsWith(METADATA) ? unset ? Json.object() : value : struct(type, value);
            case QUANTITY -> unset ? Json.nodes().textNode("0") : value;
            case INT_OR_STRING -> unset ? Json.nodes().numberNode(0) : value;
            default -> unset ? NullNode.instance : value;
        };
    }

    private static ObjectNode struct(MessageType type, JsonNode value) {
        ObjectNode struct = Json.object();
        type.members().forEach((name, field) -> {
            JsonNode member = value.path(name);
            if (name.equals("metadata")) {
                if (member instanceof ObjectNode metadata) {
                    struct.setAll(metadata);
                }
            } else {
                struct.set(goName(name), show(field, member));
            }
        });
        return struct;
    }

    private static JsonNode showAll(FieldType field, JsonNode value) {
        if (value.isArray()) {
            ArrayNode list = Json.array();
            value.forEach(item -> list.add(showOne(field, item)));
            return list;
        }
        ObjectNode map = Json.object();
        value.properties().forEach(entry -> map.set(entry.getKey(), showOne(field, entry.getValue())));
        return map;
    }

    private static String goName(String name) {
        String special = NAMES.get(name);
        if (special != null) {
            return special;
        }
        int end = 0;
        while (end < name.length() && Character.isLowerCase(name.charAt(end))) {
            end++;
        }
        String word = name.substring(0, end);
        if (INITIALISMS.contains(word)) {
            return word.toUpperCase(Locale.ROOT) + name.substring(end);
        }
        if (word.endsWith("s") && INITIALISMS.contains(word.substring(0, word.length() - 1))) {
            return word.substring(0, word.length() - 1).toUpperCase(Locale.ROOT) + "s" + name.substring(end);
        }
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** What stands for a value of which nothing is known. */
    static JsonNode unknown(JsonNode value) {
        return value instanceof MissingNode ? Json.nodes().textNode("") : value;
    }
}
