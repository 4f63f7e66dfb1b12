package dev.navarch.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Numbers of replicas, wanted and counted; what is not set is 0. */
final class Counts {

    private Counts() {}

    static int replicas(Deployment deployment) {
        return orZero(deployment.getSpec().getReplicas());
    }

    static int replicas(ReplicaSet replicaSet) {
        return orZero(replicaSet.getSpec().getReplicas());
    }

    static int replicas(List<ReplicaSet> replicaSets) {
        return replicaSets.stream().mapToInt(Counts::replicas).sum();
    }

    static int statusReplicas(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus();
        return status == null ? 0 : orZero(status.getReplicas());
    }

    static int available(ReplicaSet replicaSet) {
        ReplicaSetStatus status = replicaSet.getStatus();
        return status == null ? 0 : orZero(status.getAvailableReplicas());
    }

    static int sum(List<ReplicaSet> replicaSets, Function<ReplicaSetStatus, @Nullable Integer> count) {
        return replicaSets.stream()
                .map(ReplicaSet::getStatus)
                .filter(Objects::nonNull)
                .mapToInt(status -> orZero(count.apply(status)))
                .sum();
    }

    static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** The form in which the API writes counts: 0 is left out. */
    static @Nullable Integer orAbsent(int number) {
        return number == 0 ? null : number;
    }
}
