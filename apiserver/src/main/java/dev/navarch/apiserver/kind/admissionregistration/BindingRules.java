package dev.navarch.apiserver.kind.admissionregistration;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of bindings of admission policies. */
final class BindingRules {

    private BindingRules() {}

    static void check(Place binding, boolean mutates) {
        Place spec = binding.get("spec");
        spec.get("policyName").requiredForm("", Names::dns1123Subdomain);
        parameters(spec.get("paramRef"));
        AdmissionRules.matchResources(spec.get("matchResources"));
        if (mutates) {
            mutableOperations(spec.get("matchResources"));
        } else {
            actions(spec.get("validationActions"));
        }
    }

    /** What is deleted cannot be changed; upstream's path leaves out the indexes. */
    static void mutableOperations(Place match) {
        Place shown = match.get("resourceRules", "operations");
        for (Place rule : match.get("resourceRules").items()) {
            for (Place operation : rule.get("operations").items()) {
                if (!operation.is("*", "CONNECT", "CREATE", "UPDATE")) {
                    shown.as(operation.value())
                            .notSupported(operation.value(), List.of("*", "CONNECT", "CREATE", "UPDATE"));
                }
            }
        }
    }

    private static void parameters(Place reference) {
        if (!reference.isSet()) {
            return;
        }
        Place name = reference.get("name");
        Place selector = reference.get("selector");
        if (!name.isEmpty()) {
            name.form(Names::pathSegmentName);
            if (selector.isSet()) {
                name.forbidden("name and selector are mutually exclusive");
            }
        }
        if (selector.isSet()) {
            LabelSelectorRules.validate(selector);
            if (!name.isEmpty()) {
                selector.forbidden("name and selector are mutually exclusive");
            }
        }
        if (name.isEmpty() && !selector.isSet()) {
            reference.required("one of name or selector must be specified");
        }
        reference.get("parameterNotFoundAction").requiredOneOf("", "Deny", "Allow");
    }

    private static void actions(Place actions) {
        Set<String> seen = new HashSet<>();
        for (Place action : actions.items()) {
            action.oneOf("Audit", "Deny", "Warn");
            if (!seen.add(action.text())) {
                action.duplicate();
            }
        }
        if (seen.contains("Deny") && seen.contains("Warn")) {
            actions.invalid(
                    "must not contain both Deny and Warn (repeating the same validation failure information in the"
                            + " API response and headers serves no purpose)");
        }
        if (seen.isEmpty()) {
            actions.required("at least one validation action is required");
        }
    }
}
