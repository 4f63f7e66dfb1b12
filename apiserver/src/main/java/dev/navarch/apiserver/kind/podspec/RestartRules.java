package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;

/** The restart policy of a single container and its rules by exit code (KEP-5307). */
final class RestartRules {

    private static final int MAX_RULES = 20;
    private static final int MAX_EXIT_CODES = 255;
    private static final List<String> POLICIES = List.of("Always", "Never", "OnFailure");
    private static final List<String> ACTIONS = List.of("Restart", "RestartAllContainers");
    private static final List<String> OPERATORS = List.of("In", "NotIn");

    private static final String POLICY_MISSING = "must specify restartPolicy when restart rules are used";

    private RestartRules() {}

    /** For init containers, whose rules are not looked at without a policy. */
    static void initContainer(Field container) {
        if (container.get("restartPolicy").isSet()
                || container.get("restartPolicyRules").size() == 0) {
            check(container);
        } else {
            container.get("restartPolicy").required(POLICY_MISSING);
        }
    }

    static void check(Field container) {
        Field policy = container.get("restartPolicy");
        Field rules = container.get("restartPolicyRules");
        if (policy.isSet()) {
            policy.oneOf(POLICIES);
        } else if (rules.size() == 0) {
            return;
        } else {
            policy.required(POLICY_MISSING);
        }
        if (rules.size() > MAX_RULES) {
            rules.tooMany(MAX_RULES);
        }
        rules.items().forEach(RestartRules::rule);
    }

    private static void rule(Field rule) {
        rule.get("action").oneOf(ACTIONS);
        Field codes = rule.get("exitCodes");
        if (!codes.isSet()) {
            codes.required("must be specified");
            return;
        }
        codes.get("operator").oneOf(OPERATORS);
        if (codes.get("values").size() > MAX_EXIT_CODES) {
            codes.get("values").tooMany(MAX_EXIT_CODES);
        }
    }
}
