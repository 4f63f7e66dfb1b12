package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.ObjectMeta;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a definition as a whole. */
final class DefinitionValidation {

    private final ObjectNode object;
    private final List<FieldError> errors = new ArrayList<>();

    private DefinitionValidation(ObjectNode object) {
        this.object = object;
    }

    static List<FieldError> create(ObjectNode object) {
        var validation = new DefinitionValidation(object);
        validation.name();
        validation.errors.addAll(SpecRules.validate(object.path("spec"), false));
        validation.status();
        if (!isApproved(object)) {
            validation.approval();
        }
        validation.preserveUnknownFields();
        return validation.errors;
    }

    static List<FieldError> update(ObjectNode object, ObjectNode old) {
        var validation = new DefinitionValidation(object);
        boolean schemasRequired = true;
        for (JsonNode version : old.path("spec").path("versions")) {
            schemasRequired &= version.path("schema").has("openAPIV3Schema");
        }
        validation.errors.addAll(SpecRules.validate(object.path("spec"), !schemasRequired));
        validation.immutable(old);
        validation.status();
        if (!isApproved(object) && ApiApproval.state(object) != ApiApproval.state(old)) {
            validation.approval();
        }
        if (!new Definition(old).preservesUnknownFields()) {
            validation.preserveUnknownFields();
        }
        return validation.errors;
    }

    private void name() {
        var definition = new Definition(object);
        if (!definition.name().isEmpty() && !definition.name().equals(definition.plural() + "." + definition.group())) {
            errors.add(FieldError.invalid(
                    "metadata.name", definition.name(), "must be spec.names.plural+\".\"+spec.group"));
        }
    }

    private void immutable(ObjectNode old) {
        if (Conditions.isTrue(old, Conditions.ESTABLISHED)) {
            immutable(old, "/spec/scope", "spec.scope");
            immutable(old, "/spec/names/kind", "spec.names.kind");
        }
        immutable(old, "/spec/group", "spec.group");
        immutable(old, "/spec/names/plural", "spec.names.plural");
    }

    private void immutable(ObjectNode old, String pointer, String path) {
        String value = object.at(pointer).asText("");
        if (!value.equals(old.at(pointer).asText(""))) {
            errors.add(FieldError.invalid(path, value, "field is immutable"));
        }
    }

    private void status() {
        JsonNode status = object.path("status");
        errors.addAll(NameRules.validate(status.path("acceptedNames"), "status.acceptedNames"));
        JsonNode stored = status.path("storedVersions");
        if (stored.isEmpty()) {
            Object shown = stored.isArray() ? stored : null;
            errors.add(FieldError.invalid("status.storedVersions", shown, "must have at least one stored version"));
            return;
        }
        List<String> missing = new ArrayList<>();
        stored.forEach(version -> missing.add(version.asText("")));
        List<String> all = List.copyOf(missing);
        for (Definition.Version version : new Definition(object).versions()) {
            if (version.storage() && !all.contains(version.name())) {
                errors.add(FieldError.invalid(
                        "status.storedVersions", stored, "must have the storage version " + version.name()));
            }
            missing.remove(version.name());
        }
        for (String version : missing) {
            errors.add(FieldError.invalid(
                    "status.storedVersions[" + all.indexOf(version) + "]",
                    version,
                    "missing from spec.versions; " + version
                            + " was previously a storage version, and must remain in spec.versions until a storage"
                            + " migration ensures no data remains persisted in " + version + " and removes " + version
                            + " from status.storedVersions"));
        }
    }

    private static boolean isApproved(ObjectNode object) {
        ApiApproval.State state = ApiApproval.state(object);
        return !ApiApproval.isProtected(new Definition(object).group())
                || state == ApiApproval.State.APPROVED
                || state == ApiApproval.State.BYPASSED;
    }

    private void approval() {
        String field = "metadata.annotations[" + ApiApproval.ANNOTATION + "]";
        String reason = ApiApproval.reason(object);
        if (ApiApproval.state(object) == ApiApproval.State.MISSING) {
            errors.add(FieldError.required(field, reason));
        } else {
            String value = ObjectMeta.annotation(object, ApiApproval.ANNOTATION).orElse("");
            errors.add(FieldError.invalid(field, value, reason));
        }
    }

    private void preserveUnknownFields() {
        if (new Definition(object).preservesUnknownFields()) {
            errors.add(FieldError.invalid(
                    "spec.preserveUnknownFields",
                    true,
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                            + " spec.versions[*].schema instead"));
        }
    }
}
