package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access to the fields of an object's tree. A field that is missing and one that is null are the same: not set. */
public final class Fields {

    private Fields() {}

    /** The child object, or null where it is not set or not an object. */
    public static @Nullable ObjectNode object(@Nullable JsonNode parent, String field) {
        return parent != null && parent.get(field) instanceof ObjectNode child ? child : null;
    }

    /** The child object; made empty where it is not set. */
    public static ObjectNode objectOrNew(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode child ? child : parent.putObject(field);
    }

    /** The objects of a list; empty where the list is not set. */
    public static List<ObjectNode> objects(@Nullable JsonNode parent, String field) {
        if (parent == null || !(parent.get(field) instanceof ArrayNode list)) {
            return List.of();
        }
        List<ObjectNode> objects = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            if (item instanceof ObjectNode object) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** The strings of a list; empty where the list is not set. */
    public static List<String> strings(@Nullable JsonNode parent, String field) {
        if (parent == null || !(parent.get(field) instanceof ArrayNode list)) {
            return List.of();
        }
        List<String> strings = new ArrayList<>(list.size());
        list.forEach(item -> strings.add(item.asText()));
        return strings;
    }

    /** The text, or an empty one where the field is not set. */
    public static String text(@Nullable JsonNode parent, String field) {
        JsonNode value = parent == null ? null : parent.get(field);
        return value == null || value.isNull() ? "" : value.asText();
    }

    /** The number, or {@code otherwise} where the field is not set. */
    public static long number(@Nullable JsonNode parent, String field, long otherwise) {
        JsonNode value = parent == null ? null : parent.get(field);
        return value == null || !value.isNumber() ? otherwise : value.longValue();
    }

    /** True only where the field is set and true. */
    public static boolean isTrue(@Nullable JsonNode parent, String field) {
        JsonNode value = parent == null ? null : parent.get(field);
        return value != null && value.asBoolean();
    }

    public static boolean isSet(@Nullable JsonNode parent, String field) {
        return parent != null && parent.hasNonNull(field);
    }

    /** Whether the field holds Go's zero value or nothing: what {@code omitempty} leaves out. */
    public static boolean isZero(@Nullable JsonNode parent, String field) {
        JsonNode value = parent == null ? null : parent.get(field);
        if (value == null || value.isNull()) {
            return true;
        }
        return switch (value.getNodeType()) {
            case STRING -> value.textValue().isEmpty();
            case NUMBER -> value.decimalValue().signum() == 0;
            case BOOLEAN -> !value.booleanValue();
            case ARRAY, OBJECT -> value.isEmpty();
            default -> false;
        };
    }

    /** Sets a text where there is none, or an empty one. */
    public static void defaultText(ObjectNode parent, String field, String value) {
        if (text(parent, field).isEmpty()) {
            parent.put(field, value);
        }
    }

    /** Sets a number where the field is not set. */
    public static void defaultNumber(ObjectNode parent, String field, long value) {
        if (!isSet(parent, field)) {
            putNumber(parent, field, value);
        }
    }

    /** Sets a number where the field is not set or zero. */
    public static void defaultNumberIfZero(ObjectNode parent, String field, long value) {
        if (isZero(parent, field)) {
            putNumber(parent, field, value);
        }
    }

    /** Sets a boolean where the field is not set. */
    public static void defaultBoolean(ObjectNode parent, String field, boolean value) {
        if (!isSet(parent, field)) {
            parent.put(field, value);
        }
    }

    private static void putNumber(ObjectNode parent, String field, long value) {
        if (value == (int) value) {
            parent.put(field, (int) value);
        } else {
            parent.put(field, value);
        }
    }
}
