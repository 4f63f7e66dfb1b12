package dev.navarch.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes block-style YAML in go-yaml's manner: two spaces a level, lists not indented below their key. */
final class YamlWriter {

    private final boolean sortKeys;
    private final StringBuilder out = new StringBuilder();

    YamlWriter(boolean sortKeys) {
        this.sortKeys = sortKeys;
    }

    String document(JsonNode node) {
        if (isBlock(node)) {
            block(node, 0);
        } else {
            scalar(node, 0);
        }
        return out.toString();
    }

    private static boolean isBlock(JsonNode node) {
        return node.isContainerNode() && !node.isEmpty();
    }

    /** The cursor stands where the first key or dash belongs. */
    private void block(JsonNode node, int indent) {
        boolean first = true;
        if (node.isArray()) {
            for (JsonNode item : node) {
                indent(first ? 0 : indent);
                first = false;
                out.append("- ");
                inside(item, indent + 2);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> field : fields(node)) {
            indent(first ? 0 : indent);
            first = false;
            out.append(YamlStrings.key(field.getKey())).append(':');
            value(field.getValue(), indent);
        }
    }

    private List<Map.Entry<String, JsonNode>> fields(JsonNode node) {
        var fields = new ArrayList<>(node.properties());
        if (sortKeys) {
            fields.sort(Comparator.comparing(Map.Entry::getKey));
        }
        return fields;
    }

    private void inside(JsonNode item, int indent) {
        if (isBlock(item)) {
            block(item, indent);
        } else {
            scalar(item, indent);
        }
    }

    private void value(JsonNode value, int indent) {
        if (!isBlock(value)) {
            out.append(' ');
            scalar(value, indent + 2);
            return;
        }
        int below = value.isArray() ? indent : indent + 2;
        out.append('\n');
        indent(below);
        block(value, below);
    }

    private void scalar(JsonNode value, int indent) {
        if (value.isTextual()) {
            YamlStrings.append(out, value.textValue(), indent);
        } else if (value.isContainerNode()) {
            out.append(value.isArray() ? "[]" : "{}");
        } else {
            out.append(Json.string(value));
        }
        out.append('\n');
    }

    private void indent(int spaces) {
        out.repeat(' ', spaces);
    }
}
