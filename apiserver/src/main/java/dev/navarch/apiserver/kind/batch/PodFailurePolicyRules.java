package dev.navarch.apiserver.kind.batch;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.HashSet;
import java.util.Set;

/** What must hold of a job's {@code podFailurePolicy}. */
final class PodFailurePolicyRules {

    private static final int MAX_RULES = 20;
    private static final int MAX_PATTERNS = 20;
    private static final int MAX_EXIT_CODES = 255;
    private static final String[] ACTIONS = {"Count", "FailIndex", "FailJob", "Ignore"};
    private static final String[] STATUSES = {"False", "True", "Unknown"};

    private PodFailurePolicyRules() {}

    static void validate(Place spec) {
        Place rules = spec.get("podFailurePolicy", "rules");
        if (rules.size() > MAX_RULES) {
            rules.tooMany(rules.size(), MAX_RULES);
        }
        Set<String> containers = new HashSet<>();
        for (String list : new String[] {"containers", "initContainers"}) {
            spec.get("template", "spec", list)
                    .items()
                    .forEach(container -> containers.add(container.get("name").text()));
        }
        boolean hasLimitPerIndex = spec.get("backoffLimitPerIndex").isSet();
        rules.items().forEach(rule -> rule(rule, hasLimitPerIndex, containers));
    }

    private static void rule(Place rule, boolean hasLimitPerIndex, Set<String> containers) {
        Place action = rule.get("action");
        if (action.is("FailIndex")) {
            if (!hasLimitPerIndex) {
                action.invalid("requires the backoffLimitPerIndex to be set");
            }
        } else {
            action.requiredOneOf("valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]", ACTIONS);
        }
        Place exitCodes = rule.get("onExitCodes");
        Place conditions = rule.get("onPodConditions");
        if (exitCodes.isSet()) {
            exitCodes(exitCodes, containers);
        }
        if (!conditions.isEmpty()) {
            conditions(conditions);
        }
        if (exitCodes.isSet() && !conditions.isEmpty()) {
            rule.invalidOmitted("specifying both OnExitCodes and OnPodConditions is not supported");
        }
        if (!exitCodes.isSet() && conditions.isEmpty()) {
            rule.invalidOmitted("specifying one of OnExitCodes and OnPodConditions is required");
        }
    }

    private static void conditions(Place conditions) {
        if (conditions.size() > MAX_PATTERNS) {
            conditions.tooMany(conditions.size(), MAX_PATTERNS);
        }
        for (Place pattern : conditions.items()) {
            pattern.get("type").form(Names::qualifiedName);
            pattern.get("status").requiredOneOf("valid values: [\"False\" \"True\" \"Unknown\"]", STATUSES);
        }
    }

    private static void exitCodes(Place exitCodes, Set<String> containers) {
        Place operator = exitCodes.get("operator");
        operator.requiredOneOf("valid values: [\"In\" \"NotIn\"]", "In", "NotIn");
        Place container = exitCodes.get("containerName");
        if (container.isSet() && !containers.contains(container.text())) {
            container.invalid("must be one of the container or initContainer names in the pod template");
        }
        Place values = exitCodes.get("values");
        if (values.isEmpty()) {
            values.invalid("at least one value is required");
        } else if (values.size() > MAX_EXIT_CODES) {
            values.tooMany(values.size(), MAX_EXIT_CODES);
        }
        boolean ordered = true;
        long before = Long.MIN_VALUE;
        Set<Long> seen = new HashSet<>();
        for (Place value : values.items()) {
            if (operator.is("In") && value.number() == 0) {
                value.invalid("must not be 0 for the In operator");
            }
            if (!seen.add(value.number())) {
                value.duplicate();
            }
            ordered &= before <= value.number();
            before = value.number();
        }
        if (!ordered) {
            values.invalid("must be ordered");
        }
    }
}
