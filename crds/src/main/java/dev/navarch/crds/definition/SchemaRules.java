package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.navarch.api.meta.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is wrong with the schema of a version. */
final class SchemaRules {

    private static final List<String> TYPES = List.of("array", "boolean", "integer", "number", "object", "string");
    private static final Set<String> META = Set.of("metadata", "kind", "apiVersion");
    private static final Map<String, String> UNSUPPORTED = new java.util.LinkedHashMap<>();
    private static final List<String> AT_ROOT = List.of(
            "Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern"
                    .concat(" MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example")
                    .concat(" XPreserveUnknownFields XValidations")
                    .split(" "));

    static {
        for (String field :
                List.of("id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref")) {
            UNSUPPORTED.put(field, field + " is not supported");
        }
    }

    /** What surrounds a schema. */
    private record Place(boolean root, boolean inMetadata, String noDefaults) {

        Place inside() {
            return new Place(false, inMetadata, noDefaults);
        }
    }

    private final List<FieldError> errors = new ArrayList<>();

    private SchemaRules() {}

    /** {@code status} where the version has a status subresource. */
    static List<FieldError> validate(JsonNode root, String path, boolean status) {
        var rules = new SchemaRules();
        if (status) {
            rules.rootFields(root, path);
        }
        if (root.path("nullable").asBoolean(false)) {
            rules.forbid(path + ".nullable", "nullable cannot be true at the root");
        }
        if (!usesUnsupported(root)) {
            List<FieldError> structural = StructuralRules.validate(root, path);
            rules.errors.addAll(structural.isEmpty() ? DefaultRules.validate(root, path) : structural);
        }
        rules.visit(root, path, new Place(true, false, ""));
        return rules.errors;
    }

    /** Whether something is in it that no structural schema can say. */
    private static boolean usesUnsupported(JsonNode schema) {
        return UNSUPPORTED.keySet().stream().anyMatch(field -> isSet(schema.path(field)))
                || schema.path("items").isArray()
                || below(schema).anyMatch(SchemaRules::usesUnsupported);
    }

    private static boolean isSet(JsonNode value) {
        return value.isTextual() ? !value.textValue().isEmpty() : !value.isMissingNode() && !value.isNull();
    }

    /** The schemas right below a schema. */
    private static Stream<JsonNode> below(JsonNode schema) {
        Stream<JsonNode> single =
                Stream.of("items", "additionalProperties", "not").map(schema::path);
        Stream<JsonNode> junctors = Stream.of("allOf", "oneOf", "anyOf")
                .flatMap(name -> schema.path(name).valueStream());
        return Stream.of(single, junctors, schema.path("properties").valueStream())
                .flatMap(each -> each)
                .filter(JsonNode::isObject);
    }

    private void rootFields(JsonNode root, String path) {
        String type = root.path("type").asText("");
        if (!type.isEmpty() && !type.equals("object")) {
            errors.add(FieldError.invalid(
                    path + ".type",
                    type,
                    "only \"object\" is allowed as the type at the root of the schema if the status subresource is"
                            + " enabled"));
            return;
        }
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!isAtRoot(field.getKey())) {
                errors.add(FieldError.invalid(
                        path,
                        root,
                        "only " + AT_ROOT.toString().replace(",", "")
                                + " fields are allowed at the root of the schema if the status subresource is"
                                + " enabled"));
                return;
            }
        }
    }

    private static boolean isAtRoot(String field) {
        return switch (field) {
            case "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations" -> true;
            default -> AT_ROOT.stream().anyMatch(name -> !name.startsWith("X") && name.equalsIgnoreCase(field));
        };
    }

    private void visit(JsonNode schema, String path, Place place) {
        keywords(schema, path, place);
        if (schema.path("uniqueItems").asBoolean(false)) {
            forbid(
                    path + ".uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        additionalProperties(schema, path, place);
        StructuralRules.properties(schema).forEach((name, property) -> {
            boolean meta = (place.root() || isEmbedded(schema)) && META.contains(name);
            String noDefaults = meta && place.root() ? "in top-level " + name : place.noDefaults();
            visit(
                    property,
                    StructuralRules.property(path, name),
                    new Place(false, place.inMetadata() || meta, noDefaults));
        });
        if (schema.path("not").isObject()) {
            visit(schema.path("not"), path + ".not", place.inside());
        }
        for (String junctor : List.of("allOf", "oneOf", "anyOf")) {
            JsonNode parts = schema.path(junctor);
            for (int i = 0; i < parts.size(); i++) {
                visit(parts.get(i), path + "." + junctor + "[" + i + "]", place.inside());
            }
        }
        if (schema.path("items").isObject()) {
            visit(schema.path("items"), path + ".items", place.inside());
        }
        JsonNode preserve = schema.path("x-kubernetes-preserve-unknown-fields");
        if (preserve.isBoolean() && !preserve.booleanValue()) {
            errors.add(FieldError.invalid(
                    path + ".x-kubernetes-preserve-unknown-fields", false, "must be true or undefined"));
        }
        mapType(schema, path);
        errors.addAll(ListRules.validate(schema, path));
    }

    private void keywords(JsonNode schema, String path, Place place) {
        String type = schema.path("type").asText("");
        if (!type.isEmpty() && !TYPES.contains(type)) {
            errors.add(FieldError.notSupported(path + ".type", type, TYPES));
        }
        if (schema.hasNonNull("default") && !place.noDefaults().isEmpty()) {
            forbid(path + ".default", "must not be set " + place.noDefaults());
        }
        UNSUPPORTED.forEach((field, text) -> {
            if (isSet(schema.path(field))) {
                forbid(path + "." + field, text);
            }
        });
        if (type.equals("null")) {
            forbid(path + ".type", "type cannot be set to null, use nullable as an alternative");
        }
        if (schema.path("items").isArray() && !schema.path("items").isEmpty()) {
            forbid(path + ".items", "items must be a schema object and not an array");
        }
        if (place.inMetadata() && isEmbedded(schema)) {
            forbid(path + ".x-kubernetes-embedded-resource", "must not be used inside of resource meta");
        }
    }

    private static boolean isEmbedded(JsonNode schema) {
        return schema.path("x-kubernetes-embedded-resource").asBoolean(false);
    }

    private void additionalProperties(JsonNode schema, String path, Place place) {
        JsonNode additional = schema.path("additionalProperties");
        String own = path + ".additionalProperties";
        boolean limits = additional.isObject() || (additional.isBoolean() && !additional.booleanValue());
        if (limits && !schema.path("properties").isEmpty()) {
            forbid(own, "additionalProperties and properties are mutual exclusive");
        }
        if (additional.isObject()) {
            String noDefaults =
                    place.inMetadata() ? "inside additionalProperties applying to object metadata" : place.noDefaults();
            visit(additional, own, new Place(false, place.inMetadata(), noDefaults));
        }
    }

    private void mapType(JsonNode schema, String path) {
        JsonNode mapType = schema.path("x-kubernetes-map-type");
        if (!mapType.isTextual()) {
            return;
        }
        String type = schema.path("type").asText("");
        String rule = "must be object if x-kubernetes-map-type is specified";
        if (type.isEmpty()) {
            errors.add(FieldError.required(path + ".type", rule));
        } else if (!type.equals("object")) {
            errors.add(FieldError.invalid(path + ".type", type, rule));
        }
        List<String> known = List.of("atomic", "granular");
        if (!known.contains(mapType.textValue())) {
            errors.add(FieldError.notSupported(path + ".x-kubernetes-map-type", mapType.textValue(), known));
        }
    }

    private void forbid(String path, String detail) {
        errors.add(FieldError.forbidden(path, detail));
    }

    /** How a keyword that is not there is shown. */
    static JsonNode shown(JsonNode value) {
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }
}
