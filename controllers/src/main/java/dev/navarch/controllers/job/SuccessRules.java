package dev.navarch.controllers.job;

import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicy;
import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicyRule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a job's {@code successPolicy} is content with the indexes that succeeded. */
final class SuccessRules {

    private SuccessRules() {}

    /** The text that says which rule is met. */
    static Optional<String> met(@Nullable SuccessPolicy policy, int completions, Indexes succeeded) {
        if (policy == null || succeeded.intervals().isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < policy.getRules().size(); i++) {
            if (isMet(policy.getRules().get(i), completions, succeeded)) {
                return Optional.of("Matched rules at index " + i);
            }
        }
        return Optional.empty();
    }

    private static boolean isMet(SuccessPolicyRule rule, int completions, Indexes succeeded) {
        Integer count = rule.getSucceededCount();
        if (rule.getSucceededIndexes() == null) {
            return count != null && succeeded.total() >= count;
        }
        Indexes required = Indexes.parse(rule.getSucceededIndexes(), completions);
        int there = required.sharedWith(succeeded);
        return required.total() > 0 && (there == required.total() || (count != null && there >= count));
    }
}
