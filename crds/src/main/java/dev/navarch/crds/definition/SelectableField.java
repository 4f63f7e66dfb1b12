package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** The schema at the path of a selectable field. */
final class SelectableField {

    private SelectableField() {}

    /** The schema found, or a text that says why there is none. */
    static JsonNode find(String path, JsonNode schema) {
        if (!path.startsWith(".")) {
            return TextNode.valueOf("expected [ or . but got: " + path);
        }
        JsonNode node = schema;
        for (String step : path.substring(1).split("\\.", -1)) {
            if (step.contains("[")) {
                return TextNode.valueOf("array notation is not allowed");
            }
            JsonNode next = node.path("properties").path(step);
            if (next.isMissingNode()) {
                return TextNode.valueOf("does not refer to a valid field");
            }
            node = next;
        }
        return node;
    }
}
