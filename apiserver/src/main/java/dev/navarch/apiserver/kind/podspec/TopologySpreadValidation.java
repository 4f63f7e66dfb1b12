package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import java.util.List;

/** How pods are to be spread over zones and the like. */
final class TopologySpreadValidation {

    private static final List<String> ACTIONS = List.of("DoNotSchedule", "ScheduleAnyway");
    private static final List<String> NODE_POLICIES = List.of("Honor", "Ignore");

    private TopologySpreadValidation() {}

    static void check(Field constraints, PodValidationOptions options) {
        List<Field> all = constraints.items();
        for (int i = 0; i < all.size(); i++) {
            Field constraint = all.get(i);
            constraint.get("maxSkew").positive();
            if (constraint.get("topologyKey").isZero()) {
                constraint.get("topologyKey").required("can not be empty");
            }
            constraint.get("whenUnsatisfiable").oneOf(ACTIONS);
            repetition(constraint, all.subList(i + 1, all.size()));
            minDomains(constraint);
            constraint.get("nodeAffinityPolicy").oneOfIfSet(NODE_POLICIES);
            constraint.get("nodeTaintsPolicy").oneOfIfSet(NODE_POLICIES);
            if (options.spreadLabelKeys()) {
                LabelKeys.checkStrictly(constraint);
            } else {
                LabelKeys.check(constraint);
            }
            if (!options.spreadSelectors()) {
                selector(constraint);
            }
        }
    }

    private static void repetition(Field constraint, List<Field> rest) {
        String kind = kind(constraint);
        if (rest.stream().anyMatch(other -> kind(other).equals(kind))) {
            constraint.get("{topologyKey, whenUnsatisfiable}").duplicate(kind);
        }
    }

    private static String kind(Field constraint) {
        return "{" + constraint.get("topologyKey").text() + ", "
                + constraint.get("whenUnsatisfiable").text() + "}";
    }

    private static void minDomains(Field constraint) {
        Field domains = constraint.get("minDomains");
        if (!domains.isSet()) {
            return;
        }
        domains.positive();
        String action = constraint.get("whenUnsatisfiable").text();
        if (!action.equals("DoNotSchedule")) {
            domains.invalid("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action);
        }
    }

    private static void selector(Field constraint) {
        Field selector = constraint.get("labelSelector");
        if (selector.isSet()) {
            selector.errors().addAll(LabelSelectorRules.validate(selector.value(), selector.path()));
        }
    }

    /** Complains of the selectors, and of nothing else. */
    static void selectors(Field constraints) {
        constraints.items().forEach(TopologySpreadValidation::selector);
    }

    /** Complains of the label keys, and of nothing else. */
    static void labelKeys(Field constraints) {
        constraints.items().forEach(LabelKeys::check);
    }
}
