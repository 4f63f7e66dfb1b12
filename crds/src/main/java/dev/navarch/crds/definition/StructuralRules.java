package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whether a schema is structural: says the type of everything, outside of {@code allOf} and the like. */
final class StructuralRules {

    private static final JsonNode INT_OR_STRING = Json.parseTrusted("[{\"type\":\"integer\"},{\"type\":\"string\"}]");
    private static final String EMBEDDED = "x-kubernetes-embedded-resource";
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String INT_OR_STRING_FLAG = "x-kubernetes-int-or-string";
    private static final Set<String> RESTRICTABLE = Set.of("name", "generateName");
    private static final String MUST_BE_OBJECT = "must be object if " + EMBEDDED + " is true";

    /** Where a schema stands; the texts name it. */
    private enum Level {
        ROOT("must not be empty at the root"),
        ITEM("must not be empty for specified array items"),
        FIELD("must not be empty for specified object fields");

        private final String untyped;

        Level(String untyped) {
            this.untyped = untyped;
        }
    }

    private final List<FieldError> errors = new ArrayList<>();

    private StructuralRules() {}

    static List<FieldError> validate(JsonNode root, String path) {
        var rules = new StructuralRules();
        rules.invariants(root, Level.ROOT, path);
        rules.errors.addAll(CompletenessRules.validate(root, path));
        rules.errors.sort(Comparator.comparing(FieldError::toString));
        return rules.errors;
    }

    private void invariants(JsonNode schema, Level level, String path) {
        String type = schema.path("type").asText("");
        JsonNode items = schema.path("items");
        if (type.equals("array") && !items.isObject()) {
            require(path + ".items", "must be specified");
        }
        if (items.isObject()) {
            invariants(items, Level.ITEM, path + ".items");
        }
        properties(schema).forEach((name, property) -> invariants(property, Level.FIELD, property(path, name)));
        additionalProperties(schema, level, path);
        extensions(schema, path);
        boolean anyOf = schema.path("anyOf").equals(INT_OR_STRING);
        boolean allOf = schema.path("allOf").path(0).path("anyOf").equals(INT_OR_STRING);
        junctors(schema, anyOf, allOf, path);
        type(schema, type, level, path);
        if (schema.path(EMBEDDED).asBoolean(false) && schema.has("additionalProperties")) {
            forbid(path + ".additionalProperties", "must not be used if " + EMBEDDED + " is set");
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
            errors.add(FieldError.invalid(path + ".type", type, "must be object at the root"));
        }
        metadata(schema, level, path);
        boolean open = schema.path(PRESERVE).asBoolean(false);
        if (schema.path(EMBEDDED).asBoolean(false)
                && !open
                && properties(schema).isEmpty()) {
            require(path + ".properties", "must not be empty if " + EMBEDDED + " is true without " + PRESERVE);
        }
    }

    private void additionalProperties(JsonNode schema, Level level, String path) {
        JsonNode additional = schema.path("additionalProperties");
        if (additional.isMissingNode() || additional.isNull()) {
            return;
        }
        if (level == Level.ROOT) {
            forbid(path + ".additionalProperties", "must not be used at the root");
        }
        if (additional.isObject()) {
            invariants(additional, Level.FIELD, path + ".additionalProperties");
        }
    }

    private void extensions(JsonNode schema, String path) {
        if (schema.path(INT_OR_STRING_FLAG).asBoolean(false)) {
            for (String other : List.of(PRESERVE, EMBEDDED)) {
                if (schema.path(other).asBoolean(false)) {
                    errors.add(FieldError.invalid(
                            path + "." + other, true, "must be false if " + INT_OR_STRING_FLAG + " is true"));
                }
            }
        }
    }

    private void type(JsonNode schema, String type, Level level, String path) {
        boolean embedded = schema.path(EMBEDDED).asBoolean(false);
        if (embedded && type.isEmpty()) {
            require(path + ".type", MUST_BE_OBJECT);
        } else if (embedded && !type.equals("object")) {
            errors.add(FieldError.invalid(path + ".type", type, MUST_BE_OBJECT));
        } else if (type.isEmpty()
                && !schema.path(INT_OR_STRING_FLAG).asBoolean(false)
                && !schema.path(PRESERVE).asBoolean(false)) {
            require(path + ".type", level.untyped);
        }
    }

    private void metadata(JsonNode schema, Level level, String path) {
        boolean resource = level == Level.ROOT || schema.path(EMBEDDED).asBoolean(false);
        JsonNode properties = schema.path("properties");
        for (String field : List.of("kind", "apiVersion")) {
            String type = properties.path(field).path("type").asText("");
            if (resource && properties.has(field) && !type.equals("string")) {
                errors.add(FieldError.invalid(property(path, field) + ".type", type, "must be string"));
            }
        }
        if (!(properties.path("metadata") instanceof ObjectNode metadata)) {
            return;
        }
        String type = metadata.path("type").asText("");
        String own = property(path, "metadata");
        if (resource && !type.equals("object")) {
            errors.add(FieldError.invalid(own + ".type", type, "must be object"));
        }
        if (level == Level.ROOT && !restrictsNamesOnly(metadata)) {
            forbid(
                    own,
                    "must not specify anything other than name and generateName, but metadata is implicitly specified");
        }
    }

    private static boolean restrictsNamesOnly(ObjectNode metadata) {
        ObjectNode rest = metadata.deepCopy();
        rest.remove(List.of("type", "default"));
        if (RESTRICTABLE.containsAll(properties(rest).keySet())) {
            rest.remove("properties");
        }
        return rest.isEmpty();
    }

    private void junctors(JsonNode schema, boolean skipAnyOf, boolean skipFirstOfAllOf, String path) {
        for (String junctor : List.of("anyOf", "allOf", "oneOf")) {
            JsonNode parts = schema.path(junctor);
            for (int i = 0; i < parts.size(); i++) {
                boolean skip = junctor.equals("allOf") && i == 0 && skipFirstOfAllOf;
                if (!junctor.equals("anyOf") || !skipAnyOf) {
                    nested(parts.get(i), skip, path + "." + junctor + "[" + i + "]");
                }
            }
        }
        if (schema.path("not").isObject()) {
            nested(schema.path("not"), false, path + ".not");
        }
        String pattern = schema.path("pattern").asText("");
        try {
            var _ = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            errors.add(FieldError.invalid(
                    path + ".pattern", pattern, "must be a valid regular expression, but isn't: " + e.getMessage()));
        }
    }

    /** A schema inside a junctor may restrict values but not say what they are. */
    private void nested(JsonNode schema, boolean skipAnyOf, String path) {
        junctors(schema, skipAnyOf, false, path);
        if (schema.path("items").isObject()) {
            nested(schema.path("items"), false, path + ".items");
        }
        properties(schema).forEach((name, property) -> nested(property, false, property(path, name)));
        for (String field : List.of("type", "title", "description")) {
            if (!schema.path(field).asText("").isEmpty()) {
                forbid(path + "." + field, "must be empty to be structural");
            }
        }
        for (String field :
                List.of("additionalProperties", "default", "x-kubernetes-list-type", "x-kubernetes-map-type")) {
            if (schema.hasNonNull(field)) {
                forbid(path + "." + field, "must be undefined to be structural");
            }
        }
        for (String field : List.of("nullable", PRESERVE, EMBEDDED, INT_OR_STRING_FLAG)) {
            if (schema.path(field).asBoolean(false)) {
                forbid(path + "." + field, "must be false to be structural");
            }
        }
        for (String field : List.of("x-kubernetes-list-map-keys", "x-kubernetes-validations")) {
            if (!schema.path(field).isEmpty()) {
                forbid(path + "." + field, "must be empty to be structural");
            }
        }
        if (schema.path("properties").has("metadata")) {
            forbid(property(path, "metadata"), "must not be specified in a nested context");
        }
    }

    /** The properties by name. */
    static Map<String, JsonNode> properties(JsonNode schema) {
        var properties = new TreeMap<String, JsonNode>();
        schema.path("properties").properties().forEach(each -> properties.put(each.getKey(), each.getValue()));
        return properties;
    }

    static String property(String path, String name) {
        return path + ".properties[" + name + "]";
    }

    private void require(String path, String detail) {
        errors.add(FieldError.required(path, detail));
    }

    private void forbid(String path, String detail) {
        errors.add(FieldError.forbidden(path, detail));
    }
}
