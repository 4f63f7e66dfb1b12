package dev.navarch.controllers.deployment;

import static dev.navarch.controllers.deployment.Counts.available;
import static dev.navarch.controllers.deployment.Counts.replicas;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.List;

/** One step of a rolling update: the newest ReplicaSet grows as far as surge allows, or the old ones shrink. */
final class RollingUpdate {

    private final ReplicaSetScaler scaler;

    RollingUpdate(ReplicaSetScaler scaler) {
        this.scaler = scaler;
    }

    /** The ReplicaSets after the step; the same where there was nothing to do. */
    ReplicaSets step(Deployment deployment, ReplicaSets replicaSets) {
        ReplicaSet newest = replicaSets.newest().orElseThrow();
        ReplicaSet grown = scaleNewest(deployment, replicaSets, newest);
        return grown.equals(newest) ? shrinkOld(deployment, replicaSets, newest) : replicaSets.withNewest(grown);
    }

    private ReplicaSet scaleNewest(Deployment deployment, ReplicaSets replicaSets, ReplicaSet newest) {
        int desired = replicas(deployment);
        int size = replicas(newest) > desired
                ? desired
                : RolloutMath.newReplicas(deployment, replicaSets.all(), replicas(newest));
        return replicas(newest) == desired ? newest : scaler.scale(newest, size, deployment);
    }

    private ReplicaSets shrinkOld(Deployment deployment, ReplicaSets replicaSets, ReplicaSet newest) {
        List<ReplicaSet> old = new ArrayList<>(replicaSets.old());
        int minAvailable = replicas(deployment) - RolloutMath.maxUnavailable(deployment);
        int newestUnavailable = replicas(newest) - available(newest);
        int surplus = replicas(replicaSets.all()) - minAvailable - newestUnavailable;
        if (replicas(old) == 0 || surplus <= 0) {
            return replicaSets;
        }
        // Pods that serve nobody go first: that costs no availability, and else they would block the rollout.
        giveUpUnhealthy(deployment, old, surplus);
        int serving = old.stream().mapToInt(Counts::available).sum() + available(newest);
        giveUp(deployment, old, serving - minAvailable);
        return new ReplicaSets(replicaSets.newest(), old);
    }

    private void giveUpUnhealthy(Deployment deployment, List<ReplicaSet> old, int most) {
        int left = most;
        for (int i = 0; i < old.size() && left > 0; i++) {
            ReplicaSet replicaSet = old.get(i);
            int count = Math.min(left, replicas(replicaSet) - available(replicaSet));
            if (replicas(replicaSet) > 0 && count > 0) {
                old.set(i, scaler.scale(replicaSet, replicas(replicaSet) - count, deployment));
                left -= count;
            }
        }
    }

    private void giveUp(Deployment deployment, List<ReplicaSet> old, int most) {
        int left = most;
        for (int i = 0; i < old.size() && left > 0; i++) {
            ReplicaSet replicaSet = old.get(i);
            int count = Math.min(left, replicas(replicaSet));
            if (count > 0) {
                old.set(i, scaler.scale(replicaSet, replicas(replicaSet) - count, deployment));
                left -= count;
            }
        }
    }
}
