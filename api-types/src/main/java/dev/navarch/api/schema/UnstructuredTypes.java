package dev.navarch.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.protobuf.FieldType;
import dev.navarch.api.protobuf.MessageType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what upstream's conversion from maps to structs refuses: the way that strategic merge patches take, whose texts
 * differ from those of the JSON decoder. What types with an unmarshaler of their own refuse is left to decoding.
 */
public final class UnstructuredTypes {

    private UnstructuredTypes() {}

    /** The text for the first value of a wrong type, in the order of the struct's fields. */
    public static Optional<String> mismatch(JsonNode tree, MessageType type) {
        return Optional.ofNullable(struct(tree, type));
    }

    private static @Nullable String struct(JsonNode tree, MessageType type) {
        if (tree.isNull()) {
            return null;
        }
        if (!tree.isObject()) {
            return "cannot restore struct from: " + kind(tree);
        }
        for (Map.Entry<String, FieldType> member : type.members().entrySet()) {
            JsonNode value = tree.get(member.getKey());
            String problem = value == null || value.isNull() ? null : value(value, member.getValue());
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String value(JsonNode value, FieldType field) {
        return switch (field.cardinality()) {
            case ONE -> one(value, field);
            case REPEATED -> value.isArray() ? items(value, field) : "cannot restore slice from " + kind(value);
            case MAP -> value.isObject() ? items(value, field) : "cannot restore map from " + kind(value);
        };
    }

    private static @Nullable String items(JsonNode values, FieldType field) {
        for (JsonNode item : values) {
            String problem = item.isNull() ? null : one(item, field);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String one(JsonNode value, FieldType field) {
        return switch (field.kind()) {
            case STRING -> text(value, field);
            case BOOL -> value.isBoolean() ? null : "unrecognized type: bool";
            case INT32 -> number(value, "int32");
            case INT64 -> number(value, "int64");
            case DOUBLE -> value.isNumber() ? null : "unrecognized type: float64";
            case BYTES -> value.isTextual() || value.isArray() ? null : "cannot restore slice from " + kind(value);
            case MESSAGE -> message(value, field.message());
        };
    }

    private static @Nullable String text(JsonNode value, FieldType field) {
        if (value.isTextual()) {
            return null;
        }
        // Go converts an integer to a string of that one character, which upstream then refuses by name.
        return value.isIntegralNumber()
                ? "cannot convert int64 to " + GoText.valueTypeOf(field)
                : "unrecognized type: string";
    }

    private static @Nullable String number(JsonNode value, String goType) {
        if (!value.isNumber()) {
            return "unrecognized type: " + goType;
        }
        boolean whole = value.isIntegralNumber() || value.doubleValue() == Math.rint(value.doubleValue());
        return whole ? null : "cannot convert float64 to " + goType;
    }

    private static @Nullable String message(JsonNode value, MessageType type) {
        return switch (type.form()) {
            case OBJECT -> struct(value, type);
            case LIST ->
                value.isArray() ? items(value, type.fields().getFirst()) : "cannot restore slice from " + kind(value);
            default -> null;
        };
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case ARRAY -> "slice";
            default -> "map";
        };
    }
}
