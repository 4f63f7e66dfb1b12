package dev.navarch.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.protobuf.FieldType.Cardinality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes JSON trees as messages, from the last field to the first. */
final class MessageWriter {

    private final ReverseBuffer out;

    MessageWriter(ReverseBuffer out) {
        this.out = out;
    }

    /** Writes the members of the object, without a header. */
    void message(JsonNode object, MessageType type) {
        for (FieldType field : type.descending()) {
            if (field.inline()) {
                int before = out.size();
                message(object, field.message());
                if (out.size() > before) {
                    out.header(field.number(), before);
                }
                continue;
            }
            JsonNode value = object.get(field.name());
            if (value != null && !value.isNull()) {
                field(field, value);
            }
        }
    }

    private void field(FieldType field, JsonNode value) {
        switch (field.cardinality()) {
            case ONE -> one(field.number(), field, value);
            case REPEATED -> {
                for (int i = value.size() - 1; i >= 0; i--) {
                    one(field.number(), field, value.get(i));
                }
            }
            case MAP -> map(field, value);
        }
    }

    private void map(FieldType field, JsonNode map) {
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(map.properties());
        entries.sort(Map.Entry.<String, JsonNode>comparingByKey().reversed());
        for (Map.Entry<String, JsonNode> entry : entries) {
            int before = out.size();
            one(2, field, entry.getValue());
            out.field(1, entry.getKey());
            out.header(field.number(), before);
        }
    }

    private void one(int number, FieldType field, JsonNode value) {
        switch (field.kind()) {
            case STRING -> out.field(number, value.asText());
            case BOOL -> varint(number, value.booleanValue() ? 1 : 0);
            case INT32, INT64 -> varint(number, value.longValue());
            case DOUBLE -> {
                out.fixed64(Double.doubleToRawLongBits(value.doubleValue()));
                out.tag(number, ReverseBuffer.FIXED64);
            }
            case BYTES -> out.field(number, Base64.getDecoder().decode(value.asText()));
            case MESSAGE -> {
                int before = out.size();
                value(field.message(), value);
                out.header(number, before);
            }
        }
    }

    private void varint(int number, long value) {
        out.varint(value);
        out.tag(number, ReverseBuffer.VARINT);
    }

    private void value(MessageType type, JsonNode value) {
        if (value.isNull() && type.form() != MessageType.Form.RAW) {
            return;
        }
        switch (type.form()) {
            case OBJECT -> message(value, type);
            case QUANTITY -> out.field(1, value.asText());
            case TIME, MICRO_TIME -> time(value.asText());
            case INT_OR_STRING -> intOrString(value);
            case RAW -> out.field(1, Json.bytes(value));
            case LIST -> field(type.fields().getFirst(), value);
            case SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRINGS -> schemaOr(type, value);
        }
    }

    private void time(String text) {
        Instant time = FastTime.parse(text);
        varint(2, time.getNano());
        varint(1, time.getEpochSecond());
    }

    private void intOrString(JsonNode value) {
        if (value.isTextual()) {
            out.field(3, value.textValue());
            varint(2, 0);
            varint(1, 1);
        } else {
            out.field(3, "");
            varint(2, value.longValue());
            varint(1, 0);
        }
    }

    /** The schema is the field with a message that is not a list; what else there may be is the other field. */
    private void schemaOr(MessageType type, JsonNode value) {
        boolean orBool = type.form() == MessageType.Form.SCHEMA_OR_BOOL;
        for (FieldType field : type.descending()) {
            boolean schema = field.kind() == FieldType.Kind.MESSAGE && field.cardinality() == Cardinality.ONE;
            if (schema && value.isObject()) {
                one(field.number(), field, value);
            } else if (!schema && orBool) {
                varint(field.number(), value.isObject() || value.booleanValue() ? 1 : 0);
            } else if (!schema && value.isArray()) {
                field(field, value);
            }
        }
    }
}
