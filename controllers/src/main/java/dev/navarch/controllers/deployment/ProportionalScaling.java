package dev.navarch.controllers.deployment;

import static dev.navarch.controllers.deployment.Counts.replicas;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows a change of a Deployment's size in the middle of a rollout: every active ReplicaSet gets its share, so that the
 * rollout is neither hastened nor set back.
 */
final class ProportionalScaling {

    private final ReplicaSetScaler scaler;

    ProportionalScaling(ReplicaSetScaler scaler) {
        this.scaler = scaler;
    }

    ReplicaSets scale(Deployment deployment, ReplicaSets replicaSets) {
        Map<ReplicaSet, ReplicaSet> changed = new HashMap<>();
        Optional<ReplicaSet> only = activeOrLatest(replicaSets);
        if (only.isPresent()) {
            changed.put(only.get(), scaler.scale(only.get(), replicas(deployment), deployment));
        } else if (replicaSets
                .newest()
                .filter(rs -> isSaturated(deployment, rs))
                .isPresent()) {
            ReplicaSets.active(replicaSets.old()).forEach(rs -> changed.put(rs, scaler.scale(rs, 0, deployment)));
        } else if (RolloutMath.isRollingUpdate(deployment)) {
            sizes(deployment, ReplicaSets.active(replicaSets.all()))
                    .forEach((rs, size) -> changed.put(rs, scaler.scaleOrAnnotate(rs, size, deployment)));
        }
        return new ReplicaSets(
                replicaSets.newest().map(rs -> changed.getOrDefault(rs, rs)),
                replicaSets.old().stream()
                        .map(rs -> changed.getOrDefault(rs, rs))
                        .toList());
    }

    /** The one that takes the whole change: the only one with pods or, where none has any, the newest. */
    private static Optional<ReplicaSet> activeOrLatest(ReplicaSets replicaSets) {
        List<ReplicaSet> active = ReplicaSets.active(replicaSets.all());
        return switch (active.size()) {
            case 0 -> replicaSets.newest().or(() -> replicaSets.old().stream().max(ReplicaSets.BY_AGE));
            case 1 -> Optional.of(active.getFirst());
            default -> Optional.empty();
        };
    }

    private static boolean isSaturated(Deployment deployment, ReplicaSet replicaSet) {
        int desired = replicas(deployment);
        return replicas(replicaSet) == desired
                && ReplicaSetAnnotations.desiredReplicas(replicaSet).orElse(-1) == desired
                && Counts.available(replicaSet) == desired;
    }

    /** The new sizes, in the order in which they are to be set. */
    static Map<ReplicaSet, Integer> sizes(Deployment deployment, List<ReplicaSet> active) {
        int allowed = replicas(deployment) > 0 ? replicas(deployment) + RolloutMath.maxSurge(deployment) : 0;
        int toAdd = allowed - replicas(active);
        List<ReplicaSet> ordered = new ArrayList<>(active);
        // Of the same size, newer ones grow first and older ones shrink first.
        Comparator<ReplicaSet> larger =
                Comparator.<ReplicaSet>comparingInt(Counts::replicas).reversed();
        if (toAdd > 0) {
            ordered.sort(larger.thenComparing(ReplicaSets.BY_AGE.reversed()));
        } else if (toAdd < 0) {
            ordered.sort(larger.thenComparing(ReplicaSets.BY_AGE));
        }
        Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
        int added = 0;
        for (ReplicaSet replicaSet : ordered) {
            int proportion = RolloutMath.proportion(replicaSet, deployment, toAdd, added);
            sizes.put(replicaSet, replicas(replicaSet) + proportion);
            added += proportion;
        }
        if (toAdd != 0 && !ordered.isEmpty()) {
            int leftover = toAdd - added;
            sizes.merge(ordered.getFirst(), leftover, (size, left) -> Math.max(0, size + left));
        }
        return sizes;
    }
}
