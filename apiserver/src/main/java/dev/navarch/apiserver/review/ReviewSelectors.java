package dev.navarch.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.selector.FieldSelector;
import dev.navarch.api.selector.LabelRequirement;
import dev.navarch.api.selector.LabelSelector;
import dev.navarch.api.selector.SelectorSyntaxException;
import dev.navarch.apiserver.authorization.Attributes.SelectorRequirement;
import java.util.ArrayList;
import java.util.List;

/**
 * The selectors that an access review asks about. What cannot be understood is left out, which asks for more than was
 * meant and so never allows too much; the review says so.
 *
 * @param problems texts for the review's evaluation error
 */
record ReviewSelectors(List<SelectorRequirement> fields, List<SelectorRequirement> labels, List<String> problems) {

    static ReviewSelectors of(JsonNode resourceAttributes) {
        var problems = new ArrayList<String>();
        List<SelectorRequirement> fields = fields(resourceAttributes.path("fieldSelector"), problems);
        List<SelectorRequirement> labels = labels(resourceAttributes.path("labelSelector"), problems);
        return new ReviewSelectors(fields, labels, problems);
    }

    private static List<SelectorRequirement> fields(JsonNode selector, List<String> problems) {
        var understood = new ArrayList<SelectorRequirement>();
        boolean failed = false;
        String raw = selector.path("rawSelector").asText("");
        if (!raw.isEmpty()) {
            try {
                FieldSelector.parse(raw)
                        .terms()
                        .forEach(term -> understood.add(new SelectorRequirement(
                                term.field(), term.negated() ? "NotIn" : "In", List.of(term.value()))));
            } catch (SelectorSyntaxException e) {
                failed = true;
            }
        }
        for (JsonNode requirement : selector.path("requirements")) {
            String operator = requirement.path("operator").asText("");
            boolean usable =
                    requirement.path("values").size() == 1 && (operator.equals("In") || operator.equals("NotIn"));
            if (usable) {
                understood.add(requirement(requirement));
            } else {
                failed = true;
            }
        }
        report(problems, "fieldSelector", failed, understood);
        return understood;
    }

    private static List<SelectorRequirement> labels(JsonNode selector, List<String> problems) {
        var understood = new ArrayList<SelectorRequirement>();
        boolean failed = false;
        String raw = selector.path("rawSelector").asText("");
        if (!raw.isEmpty()) {
            try {
                LabelSelector.parse(raw).requirements().forEach(parsed -> understood.add(requirement(parsed)));
            } catch (SelectorSyntaxException e) {
                failed = true;
            }
        }
        for (JsonNode requirement : selector.path("requirements")) {
            int values = requirement.path("values").size();
            boolean usable = switch (requirement.path("operator").asText("")) {
                case "In", "NotIn" -> values > 0;
                case "Exists", "DoesNotExist" -> values == 0;
                default -> false;
            };
            if (usable) {
                understood.add(requirement(requirement));
            } else {
                failed = true;
            }
        }
        report(problems, "labelSelector", failed, understood);
        return understood;
    }

    private static SelectorRequirement requirement(LabelRequirement parsed) {
        String operator = switch (parsed.operator()) {
            case NOT_IN, NOT_EQUALS -> "NotIn";
            case EXISTS -> "Exists";
            case DOES_NOT_EXIST -> "DoesNotExist";
            default -> "In";
        };
        return new SelectorRequirement(parsed.key(), operator, List.copyOf(parsed.values()));
    }

    private static SelectorRequirement requirement(JsonNode requirement) {
        var values = new ArrayList<String>();
        requirement.path("values").forEach(value -> values.add(value.asText()));
        return new SelectorRequirement(
                requirement.path("key").asText(""), requirement.path("operator").asText(""), values);
    }

    private static void report(
            List<String> problems, String field, boolean failed, List<SelectorRequirement> understood) {
        if (failed) {
            problems.add("spec.resourceAttributes." + field + (understood.isEmpty() ? "" : " partially")
                    + " ignored due to parse error");
        }
    }

    /** What is wrong with the form of the selectors; unknown operators are for newer clients and no error. */
    static List<FieldError> validate(JsonNode resourceAttributes, String path) {
        var errors = new ArrayList<FieldError>();
        for (String field : List.of("fieldSelector", "labelSelector")) {
            JsonNode selector = resourceAttributes.path(field);
            if (selector.isObject()) {
                validate(selector, path + "." + field, errors);
            }
        }
        return errors;
    }

    private static void validate(JsonNode selector, String path, List<FieldError> errors) {
        String raw = selector.path("rawSelector").asText("");
        JsonNode requirements = selector.path("requirements");
        if (!raw.isEmpty() && !requirements.isEmpty()) {
            errors.add(FieldError.invalid(
                    path + ".rawSelector", raw, "may not specified at the same time as requirements"));
        }
        if (raw.isEmpty() && requirements.isEmpty()) {
            errors.add(FieldError.required(
                    path + ".requirements", "when " + path + " is specified, requirements or rawSelector is required"));
        }
        for (int i = 0; i < requirements.size(); i++) {
            JsonNode requirement = requirements.get(i);
            String at = path + ".requirements[" + i + "]";
            if (requirement.path("key").asText("").isEmpty()) {
                errors.add(FieldError.required(at + ".key", "must be specified"));
            }
            int values = requirement.path("values").size();
            switch (requirement.path("operator").asText("")) {
                case "In", "NotIn" -> {
                    if (values == 0) {
                        errors.add(FieldError.required(
                                at + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (values > 0) {
                        errors.add(FieldError.forbidden(
                                at + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                    }
                }
                default -> {}
            }
        }
    }
}
