package dev.navarch.controllers.deployment;

import static dev.navarch.controllers.deployment.Counts.replicas;

import dev.navarch.controllers.revisions.IntOrPercent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.List;
import java.util.OptionalInt;

/** How many pods a rollout may have too many or too few, and how a change of size is shared between ReplicaSets. */
final class RolloutMath {

    private RolloutMath() {}

    static boolean isRollingUpdate(Deployment deployment) {
        return "RollingUpdate".equals(deployment.getSpec().getStrategy().getType());
    }

    static int maxSurge(Deployment deployment) {
        return isRollingUpdate(deployment) ? surge(deployment) : 0;
    }

    static int maxUnavailable(Deployment deployment) {
        int desired = replicas(deployment);
        if (!isRollingUpdate(deployment) || desired == 0) {
            return 0;
        }
        RollingUpdateDeployment parameters = deployment.getSpec().getStrategy().getRollingUpdate();
        int unavailable = IntOrPercent.of(parameters == null ? null : parameters.getMaxUnavailable(), desired, false);
        if (unavailable == 0 && surge(deployment) == 0) {
            // Rounding left no room to move; surging might be what a quota forbids.
            unavailable = 1;
        }
        return Math.min(unavailable, desired);
    }

    private static int surge(Deployment deployment) {
        RollingUpdateDeployment parameters = deployment.getSpec().getStrategy().getRollingUpdate();
        return IntOrPercent.of(parameters == null ? null : parameters.getMaxSurge(), replicas(deployment), true);
    }

    /** The size that the ReplicaSet of the current template may have now. */
    static int newReplicas(Deployment deployment, List<ReplicaSet> all, int newReplicaSetSize) {
        int desired = replicas(deployment);
        if (!isRollingUpdate(deployment)) {
            return desired;
        }
        int room = desired + surge(deployment) - Counts.replicas(all);
        return room <= 0 ? newReplicaSetSize : newReplicaSetSize + Math.min(room, desired - newReplicaSetSize);
    }

    /**
     * This ReplicaSet's part of a change of size.
     *
     * @param toAdd how many replicas all ReplicaSets together get; negative where they lose some
     * @param added how many of these were given out already
     */
    static int proportion(ReplicaSet replicaSet, Deployment deployment, int toAdd, int added) {
        if (replicas(replicaSet) == 0 || toAdd == 0 || toAdd == added) {
            return 0;
        }
        int fraction = fraction(replicaSet, deployment);
        return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
    }

    private static int fraction(ReplicaSet replicaSet, Deployment deployment) {
        int size = replicas(replicaSet);
        if (replicas(deployment) == 0) {
            return -size;
        }
        OptionalInt annotated = ReplicaSetAnnotations.maxReplicas(replicaSet);
        int before = annotated.orElse(0) != 0 ? annotated.getAsInt() : Counts.statusReplicas(deployment);
        if (before == 0) {
            return 0;
        }
        double newSize = (double) size * (replicas(deployment) + maxSurge(deployment)) / before;
        return (int) (newSize < 0 ? newSize - 0.5 : newSize + 0.5) - size;
    }
}
