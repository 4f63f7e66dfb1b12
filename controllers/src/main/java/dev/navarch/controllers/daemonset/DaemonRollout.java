package dev.navarch.controllers.daemonset;

import dev.navarch.controllers.pods.PodState;
import dev.navarch.controllers.revisions.IntOrPercent;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDaemonSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One step of a rolling update: which old pods may go, or which nodes get a new pod beside the old one. */
final class DaemonRollout {

    private final DaemonSet daemonSet;
    private final String hash;
    private final Instant now;
    private final int minReadySeconds;
    private final int desired;
    private final Map<String, List<Pod>> podsByNode;

    /** What is to be done. */
    record Step(List<String> create, List<Pod> delete) {}

    /** The one old and the one new pod of a node. */
    private record Pair(@Nullable Pod updated, @Nullable Pod old) {}

    private DaemonRollout(
            DaemonSet daemonSet, String hash, List<Node> nodes, Map<String, List<Pod>> pods, Instant now) {
        this.daemonSet = daemonSet;
        this.hash = hash;
        this.now = now;
        this.minReadySeconds = minReadySeconds(daemonSet);
        this.podsByNode = new LinkedHashMap<>(pods);
        List<String> wanted = nodes.stream()
                .filter(node -> DaemonPods.fit(daemonSet, node) == DaemonPods.Fit.RUN)
                .map(node -> node.getMetadata().getName())
                .toList();
        this.desired = wanted.size();
        wanted.forEach(name -> podsByNode.putIfAbsent(name, List.of()));
    }

    static Step step(
            DaemonSet daemonSet,
            String hash,
            List<Node> nodes,
            Map<String, List<Pod>> pods,
            Function<String, Optional<Node>> nodeByName,
            Instant now) {
        DaemonRollout rollout = new DaemonRollout(daemonSet, hash, nodes, pods, now);
        int maxSurge = maxSurge(daemonSet, rollout.desired);
        int maxUnavailable = maxUnavailable(daemonSet, rollout.desired);
        if (maxSurge > 0) {
            return rollout.surge(maxSurge, nodeByName);
        }
        return rollout.replace(maxUnavailable == 0 && rollout.desired > 0 ? 1 : maxUnavailable);
    }

    static boolean surges(DaemonSet daemonSet) {
        return maxSurge(daemonSet, 1) > 0;
    }

    static int minReadySeconds(DaemonSet daemonSet) {
        Integer seconds = daemonSet.getSpec().getMinReadySeconds();
        return seconds == null ? 0 : seconds;
    }

    private static int maxSurge(DaemonSet daemonSet, int total) {
        RollingUpdateDaemonSet parameters = parameters(daemonSet);
        return parameters == null ? 0 : IntOrPercent.of(parameters.getMaxSurge(), total, true);
    }

    private static int maxUnavailable(DaemonSet daemonSet, int total) {
        RollingUpdateDaemonSet parameters = parameters(daemonSet);
        return parameters == null ? 0 : IntOrPercent.of(parameters.getMaxUnavailable(), total, true);
    }

    private static @Nullable RollingUpdateDaemonSet parameters(DaemonSet daemonSet) {
        var strategy = daemonSet.getSpec().getUpdateStrategy();
        return strategy == null || !"RollingUpdate".equals(strategy.getType()) ? null : strategy.getRollingUpdate();
    }

    private Step replace(int maxUnavailable) {
        int unavailable = 0;
        List<Pod> delete = new ArrayList<>();
        List<Pod> candidates = new ArrayList<>();
        for (List<Pod> pods : podsByNode.values()) {
            Optional<Pair> pair = pair(pods);
            if (pair.isEmpty() || (pair.get().old() == null) == (pair.get().updated() == null)) {
                unavailable++;
                continue;
            }
            Pod old = pair.get().old();
            if (old == null) {
                unavailable += isAvailable(pair.get().updated()) ? 0 : 1;
            } else if (!isAvailable(old)) {
                delete.add(old);
                unavailable++;
            } else {
                candidates.add(old);
            }
        }
        int room = Math.max(0, maxUnavailable - unavailable);
        candidates.stream().limit(room).forEach(delete::add);
        return new Step(List.of(), delete);
    }

    private Step surge(int maxSurge, Function<String, Optional<Node>> nodeByName) {
        int surging = 0;
        int available = 0;
        List<String> create = new ArrayList<>();
        List<String> candidates = new ArrayList<>();
        List<Pod> delete = new ArrayList<>();
        List<Pod> unwanted = new ArrayList<>();
        for (Map.Entry<String, List<Pod>> entry : podsByNode.entrySet()) {
            Optional<Pair> pair = pair(entry.getValue());
            if (pair.isEmpty()) {
                surging++;
                continue;
            }
            Pod old = pair.get().old();
            Pod updated = pair.get().updated();
            available += isAvailable(old != null ? old : updated) ? 1 : 0;
            if (old == null) {
                continue;
            }
            if (updated != null) {
                if (isAvailable(updated)) {
                    delete.add(old);
                } else {
                    surging++;
                }
                continue;
            }
            boolean shouldRun = nodeByName
                    .apply(entry.getKey())
                    .filter(node -> DaemonPods.fit(daemonSet, node) == DaemonPods.Fit.RUN)
                    .isPresent();
            if (!isAvailable(old)) {
                if (shouldRun) {
                    create.add(entry.getKey());
                } else {
                    delete.add(old);
                }
            } else if (shouldRun) {
                candidates.add(entry.getKey());
            } else {
                unwanted.add(old);
            }
        }
        candidates.stream().limit(Math.max(0, maxSurge - surging)).forEach(create::add);
        // A pod on a node that it should leave stays until another one serves in its place.
        unwanted.stream().limit(Math.max(0, available - desired)).forEach(delete::add);
        return new Step(create, delete);
    }

    /** Nothing where there are more than one of either: these are pruned first. */
    private Optional<Pair> pair(List<Pod> pods) {
        Pod updated = null;
        Pod old = null;
        for (Pod pod : pods) {
            if (pod.isMarkedForDeletion()) {
                continue;
            }
            if (DaemonPods.isUpdated(daemonSet, pod, hash)) {
                if (updated != null) {
                    return Optional.empty();
                }
                updated = pod;
            } else {
                if (old != null) {
                    return Optional.empty();
                }
                old = pod;
            }
        }
        return Optional.of(new Pair(updated, old));
    }

    private boolean isAvailable(@Nullable Pod pod) {
        return pod != null && PodState.isAvailable(pod, minReadySeconds, now);
    }
}
