package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.schema.validation.Formats;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Formats in the schemas of a definition that nothing checks. */
final class UnknownFormats {

    private UnknownFormats() {}

    static Set<String> of(JsonNode definition) {
        Set<String> found = new LinkedHashSet<>();
        new Definition((com.fasterxml.jackson.databind.node.ObjectNode) definition)
                .versions()
                .forEach(version -> visit(version.schema(), found));
        return found;
    }

    private static boolean isKnown(String type, String format) {
        return switch (type) {
            case "", "string" -> Formats.isKnown(format);
            case "integer" -> format.equals("int32") || format.equals("int64");
            case "number" -> format.equals("float") || format.equals("double");
            default -> false;
        };
    }

    private static void visit(JsonNode schema, Set<String> found) {
        if (!schema.isObject()) {
            return;
        }
        String format = schema.path("format").asText("");
        if (!format.isEmpty() && !isKnown(schema.path("type").asText(""), format)) {
            found.add(format);
        }
        StructuralRules.properties(schema).values().forEach(property -> visit(property, found));
        for (String below : List.of("items", "additionalProperties", "not")) {
            visit(schema.path(below), found);
        }
        for (String junctor : List.of("allOf", "anyOf", "oneOf")) {
            schema.path(junctor).forEach(part -> visit(part, found));
        }
    }
}
