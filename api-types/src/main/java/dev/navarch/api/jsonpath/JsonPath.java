package dev.navarch.api.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A parsed path. Safe for use by several threads. */
public final class JsonPath {

    private final List<PathStep> steps;
    private final String text;

    JsonPath(String text, List<PathStep> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /**
     * Parses {@code .spec.list[0].name} and the like, without braces.
     *
     * @throws IllegalArgumentException if it is no path
     */
    public static JsonPath parse(String path) {
        return new PathParser(path).parse();
    }

    /** All values at the path, in document order; empty if there are none. */
    public List<JsonNode> find(JsonNode root) {
        List<JsonNode> values = List.of(root);
        for (PathStep step : steps) {
            var next = new ArrayList<JsonNode>();
            for (JsonNode value : values) {
                step.select(value, next);
            }
            values = next;
        }
        return values;
    }

    @Override
    public String toString() {
        return text;
    }
}
