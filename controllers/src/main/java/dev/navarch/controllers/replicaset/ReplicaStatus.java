package dev.navarch.controllers.replicaset;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of a ReplicaSet or ReplicationController.
 *
 * @param terminating pods on their way out, or null for a kind that does not tell
 */
public record ReplicaStatus(
        int replicas,
        int fullyLabeled,
        int ready,
        int available,
        @Nullable Integer terminating,
        long observedGeneration,
        List<Condition> conditions) {

    static final String REPLICA_FAILURE = "ReplicaFailure";

    public ReplicaStatus {
        conditions = List.copyOf(conditions);
    }

    /** A condition of either kind. */
    public record Condition(
            String type,
            String status,
            @Nullable String lastTransitionTime,
            @Nullable String reason,
            @Nullable String message) {}

    Optional<Condition> condition(String type) {
        return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }
}
