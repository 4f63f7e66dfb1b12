package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.schema.Pruner;
import dev.navarch.api.schema.StructuralSchema;
import dev.navarch.api.schema.validation.EmbeddedObjectValidator;
import dev.navarch.api.schema.validation.SchemaValidator;
import java.util.ArrayList;
import java.util.List;

/** Whether the defaults of a schema are values that the schema allows. */
final class DefaultRules {

    private final List<FieldError> errors = new ArrayList<>();

    private DefaultRules() {}

    static List<FieldError> validate(JsonNode root, String path) {
        var rules = new DefaultRules();
        rules.visit(root, path);
        return rules.errors;
    }

    private void visit(JsonNode schema, String path) {
        JsonNode standard = schema.get("default");
        if (standard != null && !standard.isNull()) {
            check(standard, StructuralSchema.ofCustomResource(schema), path + ".default");
        }
        if (schema.path("items").isObject()) {
            visit(schema.path("items"), path + ".items");
        }
        StructuralRules.properties(schema)
                .forEach((name, property) -> visit(property, StructuralRules.property(path, name)));
    }

    private void check(JsonNode standard, StructuralSchema schema, String path) {
        ObjectNode wrapped = Json.object();
        wrapped.set("v", standard.deepCopy());
        StructuralSchema around = StructuralSchema.builder(StructuralSchema.Type.OBJECT)
                .property("v", schema)
                .build();
        Pruner.prune(wrapped, around);
        if (!standard.equals(wrapped.get("v"))) {
            errors.add(FieldError.invalid(path, standard, "must not have unknown fields"));
        }
        List<FieldError> embedded = EmbeddedObjectValidator.validate(wrapped, around);
        if (embedded.isEmpty()) {
            errors.addAll(SchemaValidator.of(schema).validate(standard, path));
        }
        embedded.forEach(error ->
                errors.add(new FieldError(error.reason(), path + error.field().substring(1), error.message())));
    }
}
