package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** JSON with an indent of one space, as Go writes it. */
final class IndentedJson {

    private IndentedJson() {}

    static List<String> lines(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(value, "\n", out);
        return UnifiedDiff.lines(out.toString());
    }

    private static void write(JsonNode value, String newLine, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value, newLine, out);
            case ARRAY -> writeArray(value, newLine, out);
            case STRING -> out.append(escaped(Json.string(value)));
            default -> out.append(Json.string(value));
        }
    }

    private static void writeObject(JsonNode object, String newLine, StringBuilder out) {
        if (object.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            out.append(newLine).append(' ');
            out.append(escaped(Json.string(Json.nodes().textNode(field.getKey()))))
                    .append(": ");
            write(field.getValue(), newLine + " ", out);
            if (fields.hasNext()) {
                out.append(',');
            }
        }
        out.append(newLine).append('}');
    }

    private static void writeArray(JsonNode array, String newLine, StringBuilder out) {
        if (array.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            out.append(i == 0 ? "" : ",").append(newLine).append(' ');
            write(array.get(i), newLine + " ", out);
        }
        out.append(newLine).append(']');
    }

    /** Go writes these so that JSON may stand in HTML. */
    private static String escaped(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }
}
