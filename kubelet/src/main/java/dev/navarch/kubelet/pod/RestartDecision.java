package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerRestartRule;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** Whether a container that is not running ought to run again (container restart rules: KEP-5307). */
final class RestartDecision {
    private RestartDecision() {}

    /** Whether the container shall be started, looking at what has become of its last run. */
    static boolean shouldRestart(Pod pod, Container container, PodRuntimeStatus runtime) {
        if (PodFacts.isDeleted(pod)) {
            return false;
        }
        Optional<RuntimeContainer> last = runtime.container(container.getName());
        if (last.isEmpty()) {
            return true;
        }
        return switch (last.get().state()) {
            case RUNNING -> false;
            case CREATED -> true;
            case EXITED -> afterExit(pod, container, last.get().exitCode());
        };
    }

    static boolean afterExit(Pod pod, Container container, int exitCode) {
        for (ContainerRestartRule rule : container.getRestartPolicyRules()) {
            if (rule.getExitCodes() != null && matches(rule, exitCode)) {
                return !"RestartAllContainers".equals(rule.getAction());
            }
        }
        return switch (policy(pod, container)) {
            case "Never" -> false;
            case "OnFailure" -> exitCode != 0;
            default -> true;
        };
    }

    private static boolean matches(ContainerRestartRule rule, int exitCode) {
        boolean listed = rule.getExitCodes().getValues().contains(exitCode);
        return "NotIn".equals(rule.getExitCodes().getOperator()) != listed;
    }

    /** Whether a run that is being ended from outside (probe, changed definition) is followed by another. */
    static boolean afterKill(Pod pod, Container container) {
        return !policy(pod, container).equals("Never");
    }

    static String policy(Pod pod, Container container) {
        return container.getRestartPolicy() == null ? PodFacts.restartPolicy(pod) : container.getRestartPolicy();
    }
}
