package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with how a schema says that items of a list are told apart. */
final class ListRules {

    private static final String TYPE = "x-kubernetes-list-type";
    private static final String KEYS = "x-kubernetes-list-map-keys";
    private static final String MAP_TYPE = "x-kubernetes-map-type";
    private static final List<String> KNOWN = List.of("atomic", "set", "map");

    private final JsonNode schema;
    private final String path;
    private final JsonNode items;
    private final List<FieldError> errors = new ArrayList<>();

    private ListRules(JsonNode schema, String path) {
        this.schema = schema;
        this.path = path;
        this.items = schema.path("items");
    }

    static List<FieldError> validate(JsonNode schema, String path) {
        var rules = new ListRules(schema, path);
        rules.validate();
        return rules.errors;
    }

    private void validate() {
        JsonNode listType = schema.path(TYPE);
        String kind = listType.asText("");
        String type = schema.path("type").asText("");
        if (listType.isTextual() && !type.equals("array")) {
            String rule = "must be array if x-kubernetes-list-type is specified";
            errors.add(
                    type.isEmpty()
                            ? FieldError.required(path + ".type", rule)
                            : FieldError.invalid(path + ".type", type, rule));
        } else if (kind.equals("set") && items.isObject()) {
            setItems();
        }
        if (listType.isTextual() && !KNOWN.contains(kind)) {
            errors.add(FieldError.notSupported(path + "." + TYPE, kind, KNOWN));
        }
        if (!schema.path(KEYS).isEmpty() && !kind.equals("map")) {
            String rule = "must be map if x-kubernetes-list-map-keys is non-empty";
            errors.add(
                    listType.isTextual()
                            ? FieldError.invalid(path + "." + TYPE, kind, rule)
                            : FieldError.required(path + "." + TYPE, rule));
        }
        if (kind.equals("map")) {
            keyed();
        }
        if (items.isObject() && (kind.equals("map") || kind.equals("set"))) {
            nullable(kind);
        }
    }

    private void setItems() {
        String rule = "must be atomic as item of a list with x-kubernetes-list-type=set";
        String kind = items.path(TYPE).asText("");
        switch (items.path("type").asText("")) {
            case "array" -> {
                if (!kind.isEmpty() && !kind.equals("atomic")) {
                    errors.add(FieldError.invalid(path + ".items." + TYPE, kind, rule));
                }
            }
            case "object" -> {
                if (!items.path(MAP_TYPE).asText("").equals("atomic")) {
                    JsonNode shown = SchemaRules.shown(items.path(TYPE));
                    errors.add(FieldError.invalid(path + ".items." + MAP_TYPE, shown, rule));
                }
            }
            default -> {}
        }
    }

    private void keyed() {
        JsonNode keys = schema.path(KEYS);
        if (keys.isEmpty()) {
            errors.add(FieldError.required(path + "." + KEYS, "must not be empty if x-kubernetes-list-type is map"));
        }
        if (!items.isObject()) {
            errors.add(FieldError.required(path + ".items", "must have a schema if x-kubernetes-list-type is map"));
            return;
        }
        String type = items.path("type").asText("");
        if (!type.equals("object")) {
            errors.add(FieldError.invalid(
                    path + ".items.type", type, "must be object if parent array's x-kubernetes-list-type is map"));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode key : keys) {
            String name = key.asText("");
            String keyType = items.path("properties").path(name).path("type").asText("");
            if (!items.path("properties").has(name)) {
                errors.add(FieldError.invalid(path + "." + KEYS, keys, "entries must all be names of item properties"));
            } else if (keyType.equals("array") || keyType.equals("object")) {
                errors.add(FieldError.invalid(
                        StructuralRules.property(path + ".items", name) + ".type",
                        type,
                        "must be a scalar type if parent array's x-kubernetes-list-type is map"));
            }
            if (!seen.add(name)) {
                errors.add(FieldError.invalid(path + "." + KEYS, keys, "must not contain duplicate entries"));
            }
        }
    }

    private void nullable(String kind) {
        if (items.path("nullable").asBoolean(false)) {
            errors.add(FieldError.forbidden(
                    path + ".items.nullable", "cannot be nullable when x-kubernetes-list-type is " + kind));
        }
        if (!kind.equals("map")) {
            return;
        }
        Set<String> required = new HashSet<>();
        items.path("required").forEach(name -> required.add(name.asText("")));
        for (JsonNode key : schema.path(KEYS)) {
            JsonNode property = items.path("properties").path(key.asText(""));
            String own = StructuralRules.property(path + ".items", key.asText(""));
            if (property.isObject() && !required.contains(key.asText("")) && !property.hasNonNull("default")) {
                errors.add(FieldError.required(
                        own + ".default",
                        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required"
                                + " property"));
            }
            if (property.path("nullable").asBoolean(false)) {
                errors.add(FieldError.forbidden(
                        own + ".nullable", "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
            }
        }
    }
}
