package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with the parts of a version. */
final class VersionRules {

    private static final List<String> COLUMN_TYPES = List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> COLUMN_FORMATS =
            List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");
    private static final Set<String> SELECTABLE = Set.of("string", "boolean", "integer");
    private static final int MAX_SELECTABLE = 8;

    private VersionRules() {}

    static List<FieldError> deprecation(JsonNode version, String path) {
        JsonNode warning = version.path("deprecationWarning");
        String field = path + ".deprecationWarning";
        if (!warning.isTextual()) {
            return List.of();
        }
        String text = warning.textValue();
        if (!version.path("deprecated").asBoolean(false)) {
            return List.of(FieldError.invalid(field, text, "can only be set for deprecated versions"));
        }
        var errors = new ArrayList<FieldError>();
        if (text.length() > 256) {
            errors.add(FieldError.invalid(field, text, "must be <= 256 characters long"));
        }
        if (text.isEmpty()) {
            errors.add(FieldError.invalid(field, text, "must not be an empty string"));
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                errors.add(FieldError.invalid(
                        field,
                        text,
                        "must only contain printable UTF-8 characters; non-printable character found at index " + i));
                break;
            }
        }
        return errors;
    }

    /** Takes {@code schema} of a version. */
    static List<FieldError> schema(JsonNode schema, String path, boolean status) {
        JsonNode root = schema.path("openAPIV3Schema");
        return root.isObject() ? SchemaRules.validate(root, path + ".openAPIV3Schema", status) : List.of();
    }

    static List<FieldError> subresources(JsonNode subresources, String path) {
        JsonNode scale = subresources.path("scale");
        if (!scale.isObject()) {
            return List.of();
        }
        var errors = new ArrayList<FieldError>();
        for (String part : List.of("spec", "status")) {
            String field = path + ".scale." + part + "ReplicasPath";
            String value = scale.path(part + "ReplicasPath").asText("");
            if (value.isEmpty()) {
                errors.add(FieldError.required(field, ""));
            } else if (!value.startsWith(".")) {
                errors.add(FieldError.invalid(field, value, "must be a simple json path starting with ."));
            } else if (!value.startsWith("." + part + ".")) {
                errors.add(FieldError.invalid(field, value, "should be a json path under ." + part));
            }
        }
        String selector = scale.path("labelSelectorPath").asText("");
        String field = path + ".scale.labelSelectorPath";
        if (!selector.isEmpty() && !selector.startsWith(".")) {
            errors.add(FieldError.invalid(field, selector, "must be a simple json path starting with ."));
        } else if (!selector.isEmpty() && !selector.startsWith(".spec.") && !selector.startsWith(".status.")) {
            errors.add(FieldError.invalid(field, selector, "should be a json path under either .spec or .status"));
        }
        return errors;
    }

    static List<FieldError> columns(JsonNode columns, String path) {
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < columns.size(); i++) {
            column(columns.get(i), path + "[" + i + "]", errors);
        }
        return errors;
    }

    private static void column(JsonNode column, String path, List<FieldError> errors) {
        if (column.path("name").asText("").isEmpty()) {
            errors.add(FieldError.required(path + ".name", ""));
        }
        String type = column.path("type").asText("");
        String types = "must be one of " + String.join(",", COLUMN_TYPES);
        if (type.isEmpty()) {
            errors.add(FieldError.required(path + ".type", types));
        } else if (!COLUMN_TYPES.contains(type)) {
            errors.add(FieldError.invalid(path + ".type", type, types));
        }
        String format = column.path("format").asText("");
        if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
            errors.add(
                    FieldError.invalid(path + ".format", format, "must be one of " + String.join(",", COLUMN_FORMATS)));
        }
        String jsonPath = column.path("jsonPath").asText("");
        if (jsonPath.isEmpty()) {
            errors.add(FieldError.required(path + ".JSONPath", ""));
        } else if (!jsonPath.startsWith(".")) {
            errors.add(FieldError.invalid(path + ".JSONPath", jsonPath, "must be a simple json path starting with ."));
        }
    }

    static List<FieldError> selectableFields(JsonNode fields, JsonNode schema, String path) {
        var errors = new ArrayList<FieldError>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            String field = path + "[" + i + "].jsonPath";
            String jsonPath = fields.get(i).path("jsonPath").asText("");
            if (jsonPath.isEmpty()) {
                errors.add(FieldError.required(field, ""));
                continue;
            }
            JsonNode target = SelectableField.find(jsonPath, schema.path("openAPIV3Schema"));
            if (target.isTextual()) {
                errors.add(FieldError.invalid(field, jsonPath, "is an invalid path: " + target.textValue()));
                continue;
            }
            if (jsonPath.equals(".metadata") || jsonPath.startsWith(".metadata.")) {
                errors.add(FieldError.invalid(field, jsonPath, "must not point to fields in metadata"));
            }
            if (!SELECTABLE.contains(target.path("type").asText(""))) {
                errors.add(FieldError.invalid(
                        field,
                        jsonPath,
                        "must point to a field of type string, boolean or integer. Enum string fields and strings with"
                                + " formats are allowed."));
            }
            if (!seen.add(jsonPath)) {
                errors.add(FieldError.duplicate(field, jsonPath));
            }
        }
        if (seen.size() > MAX_SELECTABLE) {
            errors.add(FieldError.tooMany(path, seen.size(), MAX_SELECTABLE));
        }
        return errors;
    }
}
