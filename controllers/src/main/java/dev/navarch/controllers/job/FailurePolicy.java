package dev.navarch.controllers.job;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a job's {@code podFailurePolicy} says about a pod that failed. */
final class FailurePolicy {

    static final String FAIL_INDEX = "FailIndex";
    private static final Verdict UNMATCHED = new Verdict("", true, Optional.empty());

    private FailurePolicy() {}

    /**
     * The first rule that matches.
     *
     * @param action the rule's action; empty where no rule matches
     * @param counted whether the failure counts towards the limits
     * @param failsJob why the job fails at once, or nothing where it does not
     */
    record Verdict(String action, boolean counted, Optional<String> failsJob) {}

    static Verdict judge(@Nullable PodFailurePolicy policy, Pod pod) {
        if (policy == null) {
            return UNMATCHED;
        }
        for (int i = 0; i < policy.getRules().size(); i++) {
            Optional<Verdict> verdict = judge(policy.getRules().get(i), i, pod);
            if (verdict.isPresent()) {
                return verdict.get();
            }
        }
        return UNMATCHED;
    }

    private static Optional<Verdict> judge(PodFailurePolicyRule rule, int index, Pod pod) {
        String name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
        String rest = " matching " + rule.getAction() + " rule at index " + index;
        Optional<String> why = rule.getOnExitCodes() != null
                ? container(pod, rule.getOnExitCodes())
                        .map(c -> "Container " + c.getName() + " for pod " + name + " failed with exit code "
                                + c.getState().getTerminated().getExitCode() + rest)
                : condition(pod, rule).map(c -> "Pod " + name + " has condition " + c.getType() + rest);
        return why.flatMap(text -> switch (rule.getAction()) {
            case "Ignore" -> Optional.of(new Verdict("Ignore", false, Optional.empty()));
            case FAIL_INDEX, "Count" -> Optional.of(new Verdict(rule.getAction(), true, Optional.empty()));
            case "FailJob" -> Optional.of(new Verdict("FailJob", true, why));
            default -> Optional.empty();
        });
    }

    private static Optional<ContainerStatus> container(Pod pod, PodFailurePolicyOnExitCodesRequirement wanted) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        return Stream.of(pod.getStatus().getContainerStatuses(), pod.getStatus().getInitContainerStatuses())
                .flatMap(List::stream)
                .filter(c -> c.getState() != null && c.getState().getTerminated() != null)
                .filter(c -> wanted.getContainerName() == null
                        || wanted.getContainerName().equals(c.getName()))
                .filter(c -> matches(c.getState().getTerminated().getExitCode(), wanted))
                .findFirst();
    }

    private static boolean matches(@Nullable Integer exitCode, PodFailurePolicyOnExitCodesRequirement wanted) {
        if (exitCode == null || exitCode == 0) {
            return false;
        }
        return switch (wanted.getOperator()) {
            case "In" -> wanted.getValues().contains(exitCode);
            case "NotIn" -> !wanted.getValues().contains(exitCode);
            default -> false;
        };
    }

    private static Optional<PodCondition> condition(Pod pod, PodFailurePolicyRule rule) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(c -> rule.getOnPodConditions().stream()
                                .anyMatch(p -> c.getType().equals(p.getType())
                                        && c.getStatus().equals(p.getStatus())))
                        .findFirst();
    }
}
