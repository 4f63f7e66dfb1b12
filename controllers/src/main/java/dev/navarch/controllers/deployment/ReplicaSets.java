package dev.navarch.controllers.deployment;

import static dev.navarch.controllers.deployment.Counts.replicas;

import dev.navarch.controllers.revisions.PodTemplates;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment's ReplicaSets: the one of the current template, where it exists already, and those of earlier templates.
 */
record ReplicaSets(Optional<ReplicaSet> newest, List<ReplicaSet> old) {

    /** Oldest first; by name where they are of the same second. */
    static final Comparator<ReplicaSet> BY_AGE = Comparator.comparing(ReplicaSets::created)
            .thenComparing(rs -> rs.getMetadata().getName());

    ReplicaSets {
        old = List.copyOf(old);
    }

    /** Parts them. Of several with the current template the oldest is the newest's place. */
    static ReplicaSets of(Deployment deployment, List<ReplicaSet> replicaSets) {
        List<ReplicaSet> sorted = replicaSets.stream().sorted(BY_AGE).toList();
        var template = deployment.getSpec().getTemplate();
        Optional<ReplicaSet> newest = sorted.stream()
                .filter(rs -> PodTemplates.equalIgnoringHash(rs.getSpec().getTemplate(), template))
                .findFirst();
        List<ReplicaSet> old = new ArrayList<>(sorted);
        newest.ifPresent(old::remove);
        return new ReplicaSets(newest, old);
    }

    List<ReplicaSet> all() {
        List<ReplicaSet> all = new ArrayList<>(old);
        newest.ifPresent(all::add);
        return all;
    }

    List<ReplicaSet> newestAsList() {
        return newest.map(List::of).orElse(List.of());
    }

    /** Those that have pods, or should. */
    static List<ReplicaSet> active(List<ReplicaSet> replicaSets) {
        return replicaSets.stream().filter(rs -> replicas(rs) > 0).toList();
    }

    ReplicaSets withNewest(@Nullable ReplicaSet replicaSet) {
        return new ReplicaSets(Optional.ofNullable(replicaSet), old);
    }

    private static String created(ReplicaSet replicaSet) {
        String created = replicaSet.getMetadata().getCreationTimestamp();
        return created == null ? "" : created;
    }
}
