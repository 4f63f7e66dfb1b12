package dev.navarch.apiserver.kind.admissionregistration;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.ConditionRules;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold of admission policies, but for what their expressions mean. */
final class PolicyRules {

    private static final int MAX_ANNOTATIONS = 20;
    private static final int MAX_ANNOTATION_EXPRESSION = 5 * 1024;
    private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
    private static final Pattern LINE_BREAK = Pattern.compile("[\\n\\r]");
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private PolicyRules() {}

    static void created(Place policy, boolean mutates) {
        check(policy, mutates, true);
    }

    /** Conditions that did not change, nor what they are about, are not looked at again. */
    static void changed(Place policy, Place old, boolean mutates) {
        Place spec = policy.get("spec");
        boolean same = spec.get("paramKind").sameAs(old.get("spec", "paramKind"))
                && spec.get("matchConditions").sameAs(old.get("spec", "matchConditions"));
        check(policy, mutates, !same);
    }

    private static void check(Place policy, boolean mutates, boolean withConditions) {
        Place spec = policy.get("spec");
        if (!spec.get("failurePolicy").isSet()) {
            spec.get("failurePolicy").required("");
        }
        AdmissionRules.failurePolicy(spec.get("failurePolicy"));
        if (spec.get("paramKind").isSet()) {
            paramKind(spec.get("paramKind"));
        }
        constraints(spec.get("matchConstraints"), mutates);
        if (withConditions) {
            AdmissionRules.conditions(spec.get("matchConditions"));
        }
        spec.get("variables").items().forEach(PolicyRules::variable);
        if (mutates) {
            mutations(spec);
        } else {
            validations(policy.get("metadata", "name").text(), spec);
        }
    }

    private static void constraints(Place constraints, boolean mutates) {
        if (!constraints.isSet()) {
            constraints.required("");
            return;
        }
        AdmissionRules.matchResources(constraints);
        if (constraints.get("resourceRules").isEmpty()) {
            constraints.get("resourceRules").required("");
        }
        if (mutates) {
            BindingRules.mutableOperations(constraints);
        }
    }

    private static void paramKind(Place kind) {
        apiVersion(kind.get("apiVersion"));
        Place name = kind.get("kind");
        if (name.isEmpty()) {
            name.required("");
            return;
        }
        List<String> problems = Names.dns1035Label(name.text().toLowerCase(Locale.ROOT));
        if (!problems.isEmpty()) {
            name.invalid("may have mixed case, but should otherwise match: " + String.join(",", problems));
        }
    }

    private static void apiVersion(Place place) {
        String text = place.text();
        if (text.isEmpty()) {
            place.required("");
            return;
        }
        if (text.chars().filter(c -> c == '/').count() > 1) {
            place.invalid("unexpected GroupVersion string: " + text);
            return;
        }
        int slash = text.indexOf('/');
        String group = slash < 0 ? "" : text.substring(0, slash);
        String version = text.substring(slash + 1);
        List<String> problems = group.isEmpty() ? List.of() : Names.dns1123Subdomain(group);
        if (!problems.isEmpty()) {
            place.invalid(group, String.join(",", problems));
        }
        if (version.isEmpty()) {
            place.invalid("version must be specified");
        } else if (!Names.dns1035Label(version).isEmpty()) {
            place.invalid(version, String.join(",", Names.dns1035Label(version)));
        }
    }

    private static void variable(Place variable) {
        Place name = variable.get("name");
        if (name.text().isBlank()) {
            name.required("name is not specified");
        } else if (!IDENTIFIER.matcher(name.text()).matches() || RESERVED.contains(name.text())) {
            name.invalid("must be a valid CEL identifier");
        }
        if (variable.get("expression").text().isBlank()) {
            variable.get("expression").required("expression is not specified");
        }
    }

    private static void validations(String policy, Place spec) {
        Place validations = spec.get("validations");
        Place annotations = spec.get("auditAnnotations");
        if (validations.isEmpty() && annotations.isEmpty()) {
            String text = "validations or auditAnnotations must contain at least one item";
            validations.required(text);
            annotations.required(text);
            return;
        }
        validations.items().forEach(PolicyRules::validation);
        if (annotations.size() > MAX_ANNOTATIONS) {
            annotations.invalid("must not have more than " + MAX_ANNOTATIONS + " auditAnnotations");
        }
        Set<String> keys = new HashSet<>();
        for (Place annotation : annotations.items()) {
            annotation(policy, annotation);
            if (!keys.add(annotation.get("key").text())) {
                annotation.get("key").duplicate();
            }
        }
    }

    private static void validation(Place validation) {
        if (validation.get("expression").text().isBlank()) {
            validation.get("expression").required("expression is not specified");
        }
        Place dynamic = validation.get("messageExpression");
        if (!dynamic.isEmpty() && dynamic.text().isBlank()) {
            dynamic.invalid("must be non-empty if specified");
        }
        Place message = validation.get("message");
        if (!message.isEmpty() && message.text().isBlank()) {
            message.invalid("must be non-empty if specified");
        } else if (LINE_BREAK.matcher(message.text().strip()).find()) {
            message.invalid("must not contain line breaks");
        }
        if (validation.get("reason").isSet()) {
            validation.get("reason").oneOf("Forbidden", "Invalid", "RequestEntityTooLarge");
        }
    }

    private static void annotation(String policy, Place annotation) {
        Place key = annotation.get("key");
        if (policy.isEmpty()) {
            key.invalid("requires metadata.name be non-empty");
        } else {
            String full = policy + "/" + key.text();
            Names.qualifiedName(full).forEach(problem -> key.invalid(full, problem));
        }
        Place value = annotation.get("valueExpression");
        if (value.text().isBlank()) {
            value.required("valueExpression is not specified");
        } else if (value.text().strip().length() > MAX_ANNOTATION_EXPRESSION) {
            value.required("must not exceed " + MAX_ANNOTATION_EXPRESSION + " bytes in length");
        }
    }

    private static void mutations(Place spec) {
        Place mutations = spec.get("mutations");
        if (mutations.isEmpty()) {
            mutations.required("mutations must contain at least one item");
        }
        mutations.items().forEach(PolicyRules::mutation);
        spec.get("reinvocationPolicy").requiredOneOf("", "IfNeeded", "Never");
    }

    private static void mutation(Place mutation) {
        Place type = mutation.get("patchType");
        if (!type.requiredOneOf("", "ApplyConfiguration", "JSONPatch")) {
            return;
        }
        String own = type.is("JSONPatch") ? "jsonPatch" : "applyConfiguration";
        String other = type.is("JSONPatch") ? "applyConfiguration" : "jsonPatch";
        if (!mutation.get(own).isSet()) {
            mutation.get(own).required("must be specified when patchType is " + type.text());
        } else if (mutation.get(own, "expression").text().isBlank()) {
            mutation.get(own, "expression").required("");
        }
        if (mutation.get(other).isSet()) {
            mutation.get(other).invalid("{" + other + "}", "must not be specified when patchType is " + type.text());
        }
    }

    static void status(Place policy) {
        Place status = policy.get("status");
        for (Place warning : status.get("typeChecking", "expressionWarnings").items()) {
            if (warning.get("warning").isEmpty()) {
                warning.get("warning").required("");
            }
            if (warning.get("fieldRef").text().isBlank()) {
                warning.get("fieldRef").required("");
            }
        }
        ConditionRules.validate(status.get("conditions"));
    }
}
