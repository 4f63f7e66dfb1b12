package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is wrong with the spec of a definition. What all versions have in common counts as said once for all: errors in
 * it have paths below {@code spec} rather than below each version.
 */
final class SpecRules {

    private final JsonNode spec;
    private final JsonNode versions;
    private final List<FieldError> errors = new ArrayList<>();

    private SpecRules(JsonNode spec) {
        this.spec = spec;
        this.versions = spec.path("versions");
    }

    /** {@code schemaOptional} where the definition had none before. */
    static List<FieldError> validate(JsonNode spec, boolean schemaOptional) {
        var rules = new SpecRules(spec);
        rules.group();
        rules.oneOf("spec.scope", spec.path("scope").asText(""), List.of("Cluster", "Namespaced"));
        rules.schemas(schemaOptional);
        rules.versions();
        rules.names();
        rules.common();
        rules.errors.addAll(ConversionRules.validate(spec.path("conversion")));
        return rules.errors;
    }

    private void group() {
        String group = spec.path("group").asText("");
        List<String> wrong = Names.dns1123Subdomain(group);
        if (group.isEmpty()) {
            errors.add(FieldError.required("spec.group", ""));
        } else if (!wrong.isEmpty()) {
            errors.add(FieldError.invalid("spec.group", group, String.join(",", wrong)));
        } else if (group.indexOf('.') < 0) {
            errors.add(FieldError.invalid("spec.group", group, "should be a domain with at least one dot"));
        }
    }

    private void oneOf(String path, String value, List<String> accepted) {
        if (value.isEmpty()) {
            errors.add(FieldError.required(path, ""));
        } else if (!accepted.contains(value)) {
            errors.add(FieldError.notSupported(path, value, accepted));
        }
    }

    private void schemas(boolean optional) {
        if (!common("schema").isMissingNode() && common("schema").has("openAPIV3Schema")) {
            return;
        }
        for (int i = 0; i < versions.size(); i++) {
            JsonNode version = versions.get(i);
            boolean missing = !version.path("schema").has("openAPIV3Schema");
            String path = "spec.versions[" + i + "].schema.openAPIV3Schema";
            if (missing && !optional) {
                errors.add(FieldError.required(path, ""));
            } else if (missing && version.path("served").asBoolean(false)) {
                errors.add(FieldError.required(path, "because otherwise all fields are pruned"));
            }
        }
    }

    /** What a field of all versions says; missing where they differ or one does not say it. */
    private JsonNode common(String field) {
        JsonNode first = versions.path(0).path(field);
        if (first.isMissingNode() || first.isNull() || (first.isArray() && first.isEmpty())) {
            return MissingNode.getInstance();
        }
        for (JsonNode version : versions) {
            if (!version.path(field).equals(first)) {
                return MissingNode.getInstance();
            }
        }
        return first;
    }

    private JsonNode own(JsonNode version, String field) {
        return common(field).isMissingNode() ? version.path(field) : MissingNode.getInstance();
    }

    private void versions() {
        Set<String> names = new HashSet<>();
        boolean unique = true;
        int stored = 0;
        for (int i = 0; i < versions.size(); i++) {
            JsonNode version = versions.get(i);
            String path = "spec.versions[" + i + "]";
            String name = version.path("name").asText("");
            stored += version.path("storage").asBoolean(false) ? 1 : 0;
            unique &= names.add(name);
            List<String> wrong = Names.dns1035Label(name);
            if (!wrong.isEmpty()) {
                errors.add(FieldError.invalid(path + ".name", name, String.join(",", wrong)));
            }
            errors.addAll(VersionRules.deprecation(version, path));
            boolean status = version.path("subresources").has("status");
            errors.addAll(VersionRules.schema(own(version, "schema"), path + ".schema", status));
            errors.addAll(VersionRules.subresources(own(version, "subresources"), path + ".subresources"));
            errors.addAll(
                    VersionRules.columns(own(version, "additionalPrinterColumns"), path + ".additionalPrinterColumns"));
            errors.addAll(VersionRules.selectableFields(
                    own(version, "selectableFields"), version.path("schema"), path + ".selectableFields"));
        }
        Object shown = HubVersions.of(spec);
        if (!unique) {
            errors.add(FieldError.invalid("spec.versions", shown, "must contain unique version names"));
        }
        if (stored != 1) {
            errors.add(FieldError.invalid(
                    "spec.versions", shown, "must have exactly one version marked as storage version"));
        }
        if (versions.size() > 0) {
            String first = versions.get(0).path("name").asText("");
            List<String> wrong = Names.dns1035Label(first);
            if (!first.isEmpty() && !wrong.isEmpty()) {
                errors.add(FieldError.invalid("spec.version", first, String.join(",", wrong)));
            }
        }
    }

    private void names() {
        JsonNode names = spec.path("names");
        for (String field : List.of("plural", "singular", "kind", "listKind")) {
            if (names.path(field).asText("").isEmpty()) {
                errors.add(FieldError.required("spec.names." + field, ""));
            }
        }
        errors.addAll(NameRules.validate(names, "spec.names"));
    }

    private void common() {
        boolean status = false;
        for (JsonNode version : versions) {
            status |= version.path("subresources").has("status");
        }
        errors.addAll(VersionRules.schema(common("schema"), "spec.validation", status));
        errors.addAll(VersionRules.subresources(common("subresources"), "spec.subresources"));
        errors.addAll(VersionRules.columns(common("additionalPrinterColumns"), "spec.additionalPrinterColumns"));
        errors.addAll(VersionRules.selectableFields(
                common("selectableFields"), versions.path(0).path("schema"), "spec.selectableFields"));
    }
}
