package dev.navarch.api.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.protobuf.FieldType;
import dev.navarch.api.protobuf.FieldType.Cardinality;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.StructWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One decoding: walks the tokens as Go's decoder walks a struct. A value of the wrong type is remembered, the first one
 * is the error in the end; what a type's own unmarshaler refuses is an error at once.
 */
final class StructDecoder {

    private final JsonParser parser;
    private final StructWriter writer;
    private final ScalarDecoder scalars;
    private final StrictErrors strict = new StrictErrors();
    private final FieldPath path = new FieldPath();
    private final List<Step> steps = new ArrayList<>();
    private @Nullable String firstError;

    /** A member that is being decoded, for the texts of errors. */
    private record Step(MessageType struct, String member) {}

    StructDecoder(JsonParser parser, boolean keepEmptyLists) {
        this.parser = parser;
        this.writer = new StructWriter(keepEmptyLists);
        this.scalars = new ScalarDecoder(parser, this::wrongType, this::remember);
    }

    /** The parser stands on the opening brace. */
    Decoded decode(MessageType type) throws IOException {
        ObjectNode object = object(type);
        if (firstError != null) {
            throw new DecodeException(firstError);
        }
        return new Decoded(object, strict.list());
    }

    private ObjectNode object(MessageType type) throws IOException {
        Map<String, FieldType> members = type.members();
        Map<String, JsonNode> values = new HashMap<>();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            FieldType field = members.get(name);
            boolean typeMeta = type.isKind() && (name.equals("kind") || name.equals("apiVersion"));
            if (field == null && !typeMeta) {
                strict.unknown(path.at(name));
                parser.nextToken();
                parser.skipChildren();
                continue;
            }
            if (!seen.add(name)) {
                strict.duplicate(path.at(name));
            }
            parser.nextToken();
            path.enter(name);
            steps.add(new Step(type, name));
            store(values, name, field, field == null ? scalars.string("string") : value(field));
            steps.removeLast();
            path.leave();
        }
        return writer.object(type, values, type.isKind());
    }

    /** A null empties what can be nil in Go and leaves all else as it is. */
    private static void store(
            Map<String, JsonNode> values, String name, @Nullable FieldType field, @Nullable JsonNode value) {
        if (value != null) {
            values.put(name, value);
        } else if (field != null && (field.pointer() || field.cardinality() != Cardinality.ONE)) {
            values.remove(name);
        }
    }

    /** Null for JSON's null and for what was of the wrong type. */
    private @Nullable JsonNode value(FieldType field) throws IOException {
        return switch (field.cardinality()) {
            case ONE -> one(field);
            case REPEATED -> list(field);
            case MAP -> map(field);
        };
    }

    private @Nullable JsonNode list(FieldType field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return wrongType(GoText.kindOf(parser.currentToken()), GoText.typeOf(field));
        }
        ArrayNode list = Json.array();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            path.enter(i);
            JsonNode item = one(field);
            list.add(item != null ? item : writer.zero(field));
            path.leave();
        }
        return list;
    }

    private @Nullable JsonNode map(FieldType field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return wrongType(GoText.kindOf(parser.currentToken()), GoText.typeOf(field));
        }
        var sorted = new TreeMap<String, JsonNode>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (sorted.containsKey(key)) {
                strict.duplicate(path.at(key));
            }
            parser.nextToken();
            path.enter(key);
            JsonNode value = one(field);
            sorted.put(key, value != null ? value : writer.zero(field));
            path.leave();
        }
        ObjectNode map = Json.object();
        sorted.forEach(map::set);
        return map;
    }

    private @Nullable JsonNode one(FieldType field) throws IOException {
        return switch (field.kind()) {
            case STRING -> scalars.string(GoText.valueTypeOf(field));
            case BOOL -> scalars.bool();
            case INT32 -> scalars.integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "int32");
            case INT64 -> scalars.integer(Long.MIN_VALUE, Long.MAX_VALUE, "int64");
            case DOUBLE -> scalars.number();
            case BYTES -> scalars.bytes();
            case MESSAGE -> message(field, field.message());
        };
    }

    private @Nullable JsonNode message(FieldType field, MessageType type) throws IOException {
        return switch (type.form()) {
            case OBJECT -> struct(type);
            case QUANTITY -> scalars.quantity();
            case TIME -> scalars.time(false);
            case MICRO_TIME -> scalars.time(true);
            case INT_OR_STRING -> scalars.intOrString(field.pointer());
            case RAW -> raw();
            case LIST -> list(type.fields().getFirst());
            case SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRINGS -> schemaOr(type);
        };
    }

    private @Nullable JsonNode struct(MessageType type) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return wrongType(GoText.kindOf(parser.currentToken()), type.goType());
        }
        return object(type);
    }

    private @Nullable JsonNode raw() throws IOException {
        JsonNode tree = Json.readNested(parser);
        return tree == null || tree.isNull() ? null : tree;
    }

    /** JSONSchemaProps' unions; anything else than their forms is ignored, as upstream does. */
    private @Nullable JsonNode schemaOr(MessageType type) throws IOException {
        strict.suspend();
        try {
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(schemaOf(type));
                case START_ARRAY -> schemas(type);
                case VALUE_TRUE, VALUE_FALSE -> schemaOrBool(type);
                case null, default -> noSchema(type);
            };
        } finally {
            strict.resume();
        }
    }

    private static MessageType schemaOf(MessageType type) {
        for (FieldType field : type.fields()) {
            if (field.kind() == FieldType.Kind.MESSAGE) {
                return field.message();
            }
        }
        throw new IllegalStateException(type + " holds no schema");
    }

    private @Nullable JsonNode schemas(MessageType type) throws IOException {
        if (type.form() == MessageType.Form.SCHEMA_OR_BOOL) {
            return noSchema(type);
        }
        return list(type.fields().getLast());
    }

    private @Nullable JsonNode schemaOrBool(MessageType type) throws IOException {
        return type.form() == MessageType.Form.SCHEMA_OR_BOOL
                ? Json.nodes().booleanNode(parser.getBooleanValue())
                : noSchema(type);
    }

    private @Nullable JsonNode noSchema(MessageType type) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (type.form() == MessageType.Form.SCHEMA_OR_BOOL) {
            throw new DecodeException("boolean or JSON schema expected");
        }
        parser.skipChildren();
        return NullNode.getInstance();
    }

    /** Remembers the error, skips the value and gives null in its place. */
    private @Nullable JsonNode wrongType(String value, String goType) throws IOException {
        if (firstError == null) {
            remember("json: cannot unmarshal " + value + " into Go struct field "
                    + steps.getLast().struct().goName() + "." + goPath() + " of type " + goType);
        }
        parser.skipChildren();
        return null;
    }

    /** Members by their JSON names, embedded structs by their Go names. */
    private String goPath() {
        var names = new ArrayList<String>();
        for (Step step : steps) {
            if (step.struct().members().containsKey(step.member())) {
                names.addAll(step.struct().embedding(step.member()));
            } else {
                names.add("TypeMeta");
            }
            names.add(step.member());
        }
        return String.join(".", names);
    }

    private void remember(String error) {
        if (firstError == null) {
            firstError = error;
        }
    }
}
