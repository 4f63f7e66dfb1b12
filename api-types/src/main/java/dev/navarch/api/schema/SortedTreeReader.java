package dev.navarch.api.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.navarch.api.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/** Reads any JSON as Go reads it into maps: keys come out sorted, duplicates are remembered. */
final class SortedTreeReader {

    private final JsonParser parser;
    private final StrictErrors strict = new StrictErrors();
    private final FieldPath path = new FieldPath();

    SortedTreeReader(JsonParser parser) {
        this.parser = parser;
    }

    JsonNode read() throws IOException {
        parser.nextToken();
        return value();
    }

    List<String> duplicates() {
        return strict.list();
    }

    private JsonNode value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> Json.nodes().booleanNode(true);
            case VALUE_FALSE -> Json.nodes().booleanNode(false);
            case null, default -> NullNode.getInstance();
        };
    }

    private JsonNode number() throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> Json.nodes().numberNode(parser.getLongValue());
            default -> Json.nodes().numberNode(parser.getDoubleValue());
        };
    }

    private JsonNode object() throws IOException {
        var sorted = new TreeMap<String, JsonNode>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (sorted.containsKey(key)) {
                strict.duplicate(path.at(key));
            }
            parser.nextToken();
            path.enter(key);
            sorted.put(key, value());
            path.leave();
        }
        ObjectNode object = Json.object();
        sorted.forEach(object::set);
        return object;
    }

    private JsonNode array() throws IOException {
        ArrayNode array = Json.array();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            path.enter(i);
            array.add(value());
            path.leave();
        }
        return array;
    }

    /** A copy with the keys of all objects sorted. */
    static JsonNode sorted(JsonNode tree) {
        if (tree.isArray()) {
            ArrayNode array = Json.array();
            tree.forEach(item -> array.add(sorted(item)));
            return array;
        }
        if (!tree.isObject()) {
            return tree;
        }
        var fields = new TreeMap<String, JsonNode>();
        tree.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
        ObjectNode object = Json.object();
        fields.forEach(object::set);
        return object;
    }
}
