package dev.navarch.controllers.daemonset;

import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts a DaemonSet's pods into its status. */
final class DaemonStatus {

    private final KubernetesClient client;

    private record Counts(
            int desired, int current, int misscheduled, int ready, int updated, int available, int unavailable) {}

    DaemonStatus(KubernetesClient client) {
        this.client = client;
    }

    static int misscheduled(DaemonSet daemonSet) {
        return daemonSet.getStatus() == null ? 0 : orZero(daemonSet.getStatus().getNumberMisscheduled());
    }

    /** When a pod that is ready now becomes available, which changes the status again. */
    Optional<Duration> update(
            DaemonSet daemonSet,
            List<Node> nodes,
            Map<String, List<Pod>> podsByNode,
            String hash,
            boolean observeGeneration,
            Instant now) {
        Counts counts = count(daemonSet, nodes, podsByNode, hash, now);
        Long generation = daemonSet.getMetadata().getGeneration();
        Long observed =
                daemonSet.getStatus() == null ? null : daemonSet.getStatus().getObservedGeneration();
        boolean seen = observed != null && observed >= generation;
        if (!seen || !counts.equals(counts(daemonSet.getStatus()))) {
            write(daemonSet, counts, observeGeneration ? generation : observed);
        }
        int minReadySeconds = DaemonRollout.minReadySeconds(daemonSet);
        return minReadySeconds > 0 && counts.ready() != counts.available()
                ? Optional.of(Duration.ofSeconds(minReadySeconds))
                : Optional.empty();
    }

    private static Counts count(
            DaemonSet daemonSet, List<Node> nodes, Map<String, List<Pod>> podsByNode, String hash, Instant now) {
        int minReadySeconds = DaemonRollout.minReadySeconds(daemonSet);
        int desired = 0;
        int current = 0;
        int misscheduled = 0;
        int ready = 0;
        int updated = 0;
        int available = 0;
        for (Node node : nodes) {
            List<Pod> pods = podsByNode.getOrDefault(node.getMetadata().getName(), List.of());
            if (DaemonPods.fit(daemonSet, node) != DaemonPods.Fit.RUN) {
                misscheduled += pods.isEmpty() ? 0 : 1;
                continue;
            }
            desired++;
            Optional<Pod> oldest = pods.stream().min(DaemonPods.OLDEST_FIRST);
            if (oldest.isPresent()) {
                current++;
                ready += PodState.isReady(oldest.get()) ? 1 : 0;
                available += PodState.isAvailable(oldest.get(), minReadySeconds, now) ? 1 : 0;
                updated += DaemonPods.isUpdated(daemonSet, oldest.get(), hash) ? 1 : 0;
            }
        }
        return new Counts(desired, current, misscheduled, ready, updated, available, desired - available);
    }

    private static Counts counts(@Nullable DaemonSetStatus s) {
        return s == null
                ? new Counts(0, 0, 0, 0, 0, 0, 0)
                : new Counts(
                        orZero(s.getDesiredNumberScheduled()),
                        orZero(s.getCurrentNumberScheduled()),
                        orZero(s.getNumberMisscheduled()),
                        orZero(s.getNumberReady()),
                        orZero(s.getUpdatedNumberScheduled()),
                        orZero(s.getNumberAvailable()),
                        orZero(s.getNumberUnavailable()));
    }

    private void write(DaemonSet daemonSet, Counts counts, @Nullable Long observedGeneration) {
        try {
            client.resource(with(daemonSet, counts, observedGeneration)).updateStatus();
        } catch (KubernetesClientException e) {
            DaemonSet fresh = client.resource(daemonSet).get();
            if (fresh == null) {
                throw e;
            }
            client.resource(with(fresh, counts, observedGeneration)).updateStatus();
        }
    }

    private static DaemonSet with(DaemonSet daemonSet, Counts counts, @Nullable Long observedGeneration) {
        return new DaemonSetBuilder(daemonSet)
                .editOrNewStatus()
                .withDesiredNumberScheduled(counts.desired())
                .withCurrentNumberScheduled(counts.current())
                .withNumberMisscheduled(counts.misscheduled())
                .withNumberReady(counts.ready())
                .withUpdatedNumberScheduled(counts.updated())
                .withNumberAvailable(counts.available())
                .withNumberUnavailable(counts.unavailable())
                .withObservedGeneration(observedGeneration)
                .endStatus()
                .build();
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
