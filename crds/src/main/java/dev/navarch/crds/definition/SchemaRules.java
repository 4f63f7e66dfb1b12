package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the schema of a version. */
final class SchemaRules {

    private SchemaRules() {}

    /** {@code status} where the version has a status subresource. */
    static List<FieldError> validate(JsonNode root, String path, boolean status) {
        var errors = new ArrayList<FieldError>();
        if (root.path("nullable").asBoolean(false)) {
            errors.add(FieldError.forbidden(path + ".nullable", "nullable cannot be true at the root"));
        }
        return errors;
    }
}
