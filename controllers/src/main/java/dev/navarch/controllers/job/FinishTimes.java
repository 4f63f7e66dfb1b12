package dev.navarch.controllers.job;

import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** When a pod ended. */
final class FinishTimes {

    private FinishTimes() {}

    /**
     * When its last container ended; else, since when it is not ready; else, when it was deleted; else, when it was made.
     */
    static Instant of(Pod pod) {
        return fromContainers(pod)
                .or(() -> PodState.condition(pod, "Ready")
                        .filter(c -> "False".equals(c.getStatus()))
                        .flatMap(c -> Optional.ofNullable(Times.parse(c.getLastTransitionTime()))))
                .or(() -> fromDeletion(pod))
                .orElseGet(() -> Times.parseOrEpoch(pod.getMetadata().getCreationTimestamp()));
    }

    private static Optional<Instant> fromDeletion(Pod pod) {
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        return Optional.ofNullable(Times.parse(pod.getMetadata().getDeletionTimestamp()))
                .map(time -> time.minusSeconds(grace == null ? 0 : grace));
    }

    private static Optional<Instant> fromContainers(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        Set<String> sidecars = pod.getSpec().getInitContainers().stream()
                .filter(c -> "Always".equals(c.getRestartPolicy()))
                .map(Container::getName)
                .collect(Collectors.toSet());
        List<ContainerStatus> statuses = new ArrayList<>(pod.getStatus().getContainerStatuses());
        pod.getStatus().getInitContainerStatuses().stream()
                .filter(s -> sidecars.contains(s.getName()))
                .forEach(statuses::add);
        List<Optional<Instant>> ends = statuses.stream().map(FinishTimes::end).toList();
        return ends.stream().allMatch(Optional::isPresent)
                ? ends.stream().flatMap(Optional::stream).max(Instant::compareTo)
                : Optional.empty();
    }

    private static Optional<Instant> end(ContainerStatus status) {
        return status.getState() == null || status.getState().getTerminated() == null
                ? Optional.empty()
                : Optional.ofNullable(
                        Times.parse(status.getState().getTerminated().getFinishedAt()));
    }
}
