package dev.navarch.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.Quantity;
import dev.navarch.api.meta.Timestamps;
import dev.navarch.api.protobuf.FieldType.Cardinality;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads messages as the JSON trees that Go would write for them. Unknown fields are skipped. */
final class MessageReader {

    private static final long ZERO_TIME = -62_135_596_800L;

    private final CodedInputStream in;
    private final StructWriter writer = new StructWriter(false);

    MessageReader(CodedInputStream in) {
        this.in = in;
    }

    /** Reads up to the present limit. */
    ObjectNode object(MessageType type, Map<String, JsonNode> typeMeta) throws IOException {
        Map<String, JsonNode> values = new HashMap<>(typeMeta);
        members(type, values);
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            FieldType field = type.members().get(value.getKey());
            if (field != null && field.cardinality() == Cardinality.MAP) {
                value.setValue(sorted(value.getValue()));
            }
        }
        return writer.object(type, values, !typeMeta.isEmpty());
    }

    /** Entries come in any order; Go shows them by their keys. */
    private static JsonNode sorted(JsonNode map) {
        if (map.size() < 2) {
            return map;
        }
        var entries = new TreeMap<String, JsonNode>();
        map.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        ObjectNode sorted = Json.object();
        entries.forEach(sorted::set);
        return sorted;
    }

    private void members(MessageType type, Map<String, JsonNode> values) throws IOException {
        while (true) {
            int tag = in.readTag();
            if (tag == 0) {
                return;
            }
            FieldType field = type.field(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                in.skipField(tag);
            } else if (field.inline()) {
                int outer = enter();
                members(field.message(), values);
                leave(outer);
            } else {
                field(field, WireFormat.getTagWireType(tag), values);
            }
        }
    }

    private void field(FieldType field, int wireType, Map<String, JsonNode> values) throws IOException {
        String name = field.name();
        switch (field.cardinality()) {
            case ONE -> put(values, name, one(field, wireType));
            case REPEATED -> {
                ArrayNode list = values.get(name) instanceof ArrayNode known ? known : Json.array();
                values.put(name, list);
                items(field, wireType, list);
            }
            case MAP -> {
                ObjectNode map = values.get(name) instanceof ObjectNode known ? known : Json.object();
                values.put(name, map);
                entry(field, map);
            }
        }
    }

    private static void put(Map<String, JsonNode> values, String name, @Nullable JsonNode value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private void items(FieldType field, int wireType, ArrayNode list) throws IOException {
        boolean packed = wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED
                && switch (field.kind()) {
                    case BOOL, INT32, INT64, DOUBLE -> true;
                    default -> false;
                };
        if (!packed) {
            JsonNode item = one(field, wireType);
            list.add(item == null ? NullNode.getInstance() : item);
            return;
        }
        int outer = enter();
        while (in.getBytesUntilLimit() > 0) {
            list.add(one(field, wireTypeOf(field)));
        }
        leave(outer);
    }

    private void entry(FieldType field, ObjectNode map) throws IOException {
        int outer = enter();
        String key = "";
        JsonNode value = writer.zero(field);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> key = in.readString();
                case 2 -> {
                    JsonNode read = one(field, WireFormat.getTagWireType(tag));
                    value = read == null ? value : read;
                }
                default -> in.skipField(tag);
            }
        }
        leave(outer);
        map.set(key, value);
    }

    private static int wireTypeOf(FieldType field) {
        return switch (field.kind()) {
            case BOOL, INT32, INT64 -> WireFormat.WIRETYPE_VARINT;
            case DOUBLE -> WireFormat.WIRETYPE_FIXED64;
            default -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
        };
    }

    private @Nullable JsonNode one(FieldType field, int wireType) throws IOException {
        if (wireType != wireTypeOf(field)) {
            throw new ProtobufException("proto: wrong wireType = " + wireType + " for field " + goName(field));
        }
        return switch (field.kind()) {
            case STRING -> TextNode.valueOf(in.readString());
            case BOOL -> Json.nodes().booleanNode(in.readRawVarint64() != 0);
            case INT32 -> Json.nodes().numberNode((int) in.readRawVarint64());
            case INT64 -> Json.nodes().numberNode(in.readRawVarint64());
            case DOUBLE -> Json.nodes().numberNode(in.readDouble());
            case BYTES -> TextNode.valueOf(Base64.getEncoder().encodeToString(in.readByteArray()));
            case MESSAGE -> {
                int outer = enter();
                JsonNode value = value(field.message(), field.pointer());
                leave(outer);
                yield value;
            }
        };
    }

    private static String goName(FieldType field) {
        return field.name().isEmpty()
                ? ""
                : Character.toUpperCase(field.name().charAt(0)) + field.name().substring(1);
    }

    private @Nullable JsonNode value(MessageType type, boolean pointer) throws IOException {
        return switch (type.form()) {
            case OBJECT -> object(type, Map.of());
            case QUANTITY -> quantity();
            case TIME -> time(false, pointer);
            case MICRO_TIME -> time(true, pointer);
            case INT_OR_STRING -> intOrString();
            case RAW -> raw();
            case LIST -> list(type);
            case SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRINGS -> schemaOr(type);
        };
    }

    private JsonNode quantity() throws IOException {
        String text = "0";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                text = Quantity.canonical(in.readString());
            } else {
                in.skipField(tag);
            }
        }
        return TextNode.valueOf(text);
    }

    /** The zero time is JSON's null; a pointer to it shows as null, elsewhere it is as if it were not set. */
    private @Nullable JsonNode time(boolean micro, boolean pointer) throws IOException {
        long seconds = 0;
        int nanos = 0;
        boolean empty = in.getBytesUntilLimit() == 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> seconds = in.readRawVarint64();
                case 2 -> nanos = (int) in.readRawVarint64();
                default -> in.skipField(tag);
            }
        }
        if (empty || seconds == ZERO_TIME) {
            return pointer ? NullNode.getInstance() : null;
        }
        return TextNode.valueOf(
                micro
                        ? Timestamps.formatMicro(Instant.ofEpochSecond(seconds, nanos))
                        : Timestamps.format(Instant.ofEpochSecond(seconds)));
    }

    private JsonNode intOrString() throws IOException {
        long type = 0;
        int number = 0;
        String text = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> type = in.readRawVarint64();
                case 2 -> number = (int) in.readRawVarint64();
                case 3 -> text = in.readString();
                default -> in.skipField(tag);
            }
        }
        return type == 0 ? Json.nodes().numberNode(number) : TextNode.valueOf(text);
    }

    private @Nullable JsonNode raw() throws IOException {
        byte[] json = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                json = in.readByteArray();
            } else {
                in.skipField(tag);
            }
        }
        if (json.length == 0) {
            return null;
        }
        return ProtobufTranscoder.isProtobuf(json) ? ProtobufTranscoder.decode(json) : Json.parse(json);
    }

    private JsonNode list(MessageType type) throws IOException {
        ArrayNode list = Json.array();
        FieldType item = type.fields().getFirst();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == item.number()) {
                items(item, WireFormat.getTagWireType(tag), list);
            } else {
                in.skipField(tag);
            }
        }
        return list;
    }

    private JsonNode schemaOr(MessageType type) throws IOException {
        JsonNode schema = null;
        boolean allows = false;
        ArrayNode list = Json.array();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            FieldType field = type.field(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                in.skipField(tag);
            } else if (field.cardinality() == Cardinality.REPEATED) {
                items(field, WireFormat.getTagWireType(tag), list);
            } else if (field.kind() == FieldType.Kind.BOOL) {
                allows = in.readRawVarint64() != 0;
            } else {
                schema = one(field, WireFormat.getTagWireType(tag));
            }
        }
        if (type.form() == MessageType.Form.SCHEMA_OR_BOOL) {
            return schema != null ? schema : Json.nodes().booleanNode(allows);
        }
        if (!list.isEmpty()) {
            return list;
        }
        return schema != null ? schema : NullNode.getInstance();
    }

    private int enter() throws IOException {
        return in.pushLimit(in.readRawVarint32());
    }

    private void leave(int outer) throws IOException {
        if (in.getBytesUntilLimit() != 0) {
            throw new ProtobufException("unexpected EOF");
        }
        in.popLimit(outer);
    }
}
