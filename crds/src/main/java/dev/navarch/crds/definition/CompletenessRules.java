package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Whether all that junctors restrict is declared outside of them. */
final class CompletenessRules {

    private final List<FieldError> errors = new ArrayList<>();

    private CompletenessRules() {}

    static List<FieldError> validate(JsonNode root, String path) {
        var rules = new CompletenessRules();
        rules.junctors(root, root, path, path);
        return rules.errors;
    }

    private void junctors(JsonNode validation, JsonNode schema, String declared, String path) {
        if (validation.path("not").isObject()) {
            nested(validation.path("not"), schema, declared, path + ".not");
        }
        for (String junctor : List.of("allOf", "anyOf", "oneOf")) {
            JsonNode parts = validation.path(junctor);
            for (int i = 0; i < parts.size(); i++) {
                nested(parts.get(i), schema, declared, path + "." + junctor + "[" + i + "]");
            }
        }
    }

    private void nested(JsonNode validation, JsonNode schema, String declared, String path) {
        if (!schema.isObject()) {
            errors.add(FieldError.required(declared, "because it is defined in " + path));
            return;
        }
        junctors(validation, schema, declared, path);
        if (validation.path("items").isObject()) {
            nested(validation.path("items"), schema.path("items"), declared + ".items", path + ".items");
        }
        StructuralRules.properties(validation)
                .forEach((name, property) -> nested(
                        property,
                        schema.path("properties").path(name),
                        StructuralRules.property(declared, name),
                        StructuralRules.property(path, name)));
    }
}
