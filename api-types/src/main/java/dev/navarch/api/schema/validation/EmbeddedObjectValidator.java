package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.api.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks the type and metadata of objects that a schema embeds in custom resources. */
public final class EmbeddedObjectValidator {

    private final List<FieldError> errors = new ArrayList<>();

    private EmbeddedObjectValidator() {}

    /** What is wrong with the objects embedded in {@code object}; the object itself is not one of them. */
    public static List<FieldError> validate(JsonNode object, StructuralSchema schema) {
        var validator = new EmbeddedObjectValidator();
        validator.visitInside("", object, schema);
        return validator.errors;
    }

    private void visit(String path, JsonNode value, StructuralSchema schema) {
        if (schema.embeddedResource() && value.isObject()) {
            check(path, value);
        }
        visitInside(path, value, schema);
    }

    private void visitInside(String path, JsonNode value, StructuralSchema schema) {
        StructuralSchema items = schema.items();
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                StructuralSchema property = schema.property(member.getKey());
                StructuralSchema additional = schema.additionalProperties();
                if (property != null) {
                    visit(child(path, member.getKey()), member.getValue(), property);
                } else if (additional != null) {
                    visit(path + "[" + member.getKey() + "]", member.getValue(), additional);
                }
            }
        } else if (value.isArray() && items != null) {
            for (int i = 0; i < value.size(); i++) {
                visit(path + "[" + i + "]", value.get(i), items);
            }
        }
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void check(String path, JsonNode object) {
        for (String required : List.of("apiVersion", "kind")) {
            JsonNode value = object.get(required);
            if (value == null) {
                errors.add(FieldError.required(child(path, required), ""));
            } else if (!value.isTextual()) {
                errors.add(FieldError.invalid(child(path, required), value, "must be a string"));
            } else if (value.textValue().isEmpty()) {
                errors.add(FieldError.invalid(child(path, required), "", "must not be empty"));
            } else if (required.equals("kind")) {
                checkKind(path, value.textValue());
            } else {
                checkVersion(path, value.textValue());
            }
        }
        if (object.get("metadata") instanceof ObjectNode metadata) {
            checkMetadata(path, metadata);
        }
    }

    private void checkVersion(String path, String apiVersion) {
        try {
            GroupVersion.parse(apiVersion);
        } catch (IllegalArgumentException e) {
            errors.add(FieldError.invalid(child(path, "apiVersion"), apiVersion, String.valueOf(e.getMessage())));
        }
    }

    private void checkKind(String path, String kind) {
        List<String> wrong = Names.dns1035Label(kind.toLowerCase(Locale.ROOT));
        if (!wrong.isEmpty()) {
            String rule = "may have mixed case, but should otherwise match: " + String.join(",", wrong);
            errors.add(FieldError.invalid(child(path, "kind"), kind, rule));
        }
    }

    private void checkMetadata(String path, ObjectNode metadata) {
        ObjectNode object = Json.object();
        ObjectNode checked = metadata.deepCopy();
        object.set("metadata", checked);
        if (metadata.path("name").asText("").isEmpty()) {
            checked.put("name", "fakename"); // a template needs none
        }
        boolean namespaced = !metadata.path("namespace").asText("").isEmpty();
        ObjectMetaValidation.validate(object, namespaced, Names.PATH_SEGMENT)
                .forEach(error ->
                        errors.add(new FieldError(error.reason(), child(path, error.field()), error.message())));
    }
}
