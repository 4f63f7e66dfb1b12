package dev.navarch.api.schema;

import com.fasterxml.jackson.core.JsonToken;
import dev.navarch.api.protobuf.FieldType;
import dev.navarch.api.protobuf.FieldType.Cardinality;
import dev.navarch.api.protobuf.MessageType;
import org.jspecify.annotations.Nullable;

/** Names of Go's types and of JSON's in the texts of decoding errors. */
final class GoText {

    private GoText() {}

    /** What a value is: {@code string}, {@code number}, {@code bool}, {@code object}, {@code array}. */
    static String kindOf(@Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case null, default -> "string";
        };
    }

    static String typeOf(FieldType field) {
        String named = field.goType();
        if (named != null && (field.cardinality() != Cardinality.REPEATED || named.startsWith("[]"))) {
            return named;
        }
        return switch (field.cardinality()) {
            case ONE -> valueTypeOf(field);
            case REPEATED -> "[]" + valueTypeOf(field);
            case MAP -> "map[string]" + valueTypeOf(field);
        };
    }

    static String valueTypeOf(FieldType field) {
        return switch (field.kind()) {
            case STRING -> namedString(field);
            case BOOL -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case DOUBLE -> "float64";
            case BYTES -> "[]uint8";
            case MESSAGE -> {
                MessageType message = field.message();
                yield message.form() == MessageType.Form.LIST && field.cardinality() == Cardinality.ONE
                        ? "[]" + valueTypeOf(message.fields().getFirst())
                        : message.goType();
            }
        };
    }

    private static String namedString(FieldType field) {
        String named = field.goType();
        if (named == null || field.cardinality() == Cardinality.MAP) {
            return "string";
        }
        return named.startsWith("[]") ? named.substring(2) : named;
    }
}
