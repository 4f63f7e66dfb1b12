package dev.navarch.controllers.pods;

import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pod's status says about it. */
public final class PodState {

    private PodState() {}

    public static String phase(Pod pod) {
        PodStatus status = pod.getStatus();
        return status == null || status.getPhase() == null ? "" : status.getPhase();
    }

    public static boolean isTerminal(Pod pod) {
        return isTerminal(phase(pod));
    }

    public static boolean isTerminal(String phase) {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** Neither finished nor on its way out. */
    public static boolean isActive(Pod pod) {
        return !isTerminal(pod) && !pod.isMarkedForDeletion();
    }

    /** On its way out, and not finished yet. */
    public static boolean isTerminating(Pod pod) {
        return !isTerminal(pod) && pod.isMarkedForDeletion();
    }

    public static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(c -> c.getType().equals(type))
                        .findFirst();
    }

    public static boolean isReady(Pod pod) {
        return condition(pod, "Ready").filter(c -> "True".equals(c.getStatus())).isPresent();
    }

    /** Since when the pod is ready, or null where it is not, or does not say. */
    public static @Nullable Instant readySince(Pod pod) {
        return condition(pod, "Ready")
                .filter(c -> "True".equals(c.getStatus()))
                .map(c -> Times.parse(c.getLastTransitionTime()))
                .orElse(null);
    }

    /** Ready, and for at least so many seconds. */
    public static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
        if (!isReady(pod)) {
            return false;
        }
        if (minReadySeconds == 0) {
            return true;
        }
        Instant since = readySince(pod);
        return since != null && !since.plusSeconds(minReadySeconds).isAfter(now);
    }

    /** How long until the first of the pods that are ready but not available yet becomes available. */
    public static Optional<Duration> nextAvailability(List<Pod> pods, int minReadySeconds, Instant now) {
        return pods.stream()
                .map(PodState::readySince)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .map(since -> Duration.between(now, since.plusSeconds(minReadySeconds)))
                .filter(left -> !left.isNegative() && !left.isZero())
                .min(Duration::compareTo);
    }
}
