package dev.navarch.controllers.pods;

import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The plain order in which running pods are given up; {@link DeletionOrder} weighs more, for replicas that serve. */
public final class ActivePods {

    /** Without a node, in an early phase, not ready, ready for a short time, with many restarts, young. */
    public static final Comparator<Pod> LEAST_USEFUL_FIRST = Comparator.comparing((Pod pod) ->
                    !Objects.requireNonNullElse(pod.getSpec().getNodeName(), "").isEmpty())
            .thenComparingInt(ActivePods::phaseOrdinal)
            .thenComparing(PodState::isReady)
            .thenComparing(
                    pod -> Objects.requireNonNullElse(PodState.readySince(pod), Instant.MAX), Comparator.reverseOrder())
            .thenComparing(Comparator.comparingInt(ActivePods::restarts).reversed())
            .thenComparing(
                    pod -> Times.parseOrEpoch(pod.getMetadata().getCreationTimestamp()), Comparator.reverseOrder());

    private ActivePods() {}

    private static int phaseOrdinal(Pod pod) {
        return switch (PodState.phase(pod)) {
            case "Unknown" -> 1;
            case "Running" -> 2;
            default -> 0;
        };
    }

    private static int restarts(Pod pod) {
        List<ContainerStatus> statuses =
                pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
        return statuses.stream()
                .map(ContainerStatus::getRestartCount)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }
}
