package dev.navarch.controllers.deployment;

import static dev.navarch.controllers.deployment.Counts.orAbsent;
import static dev.navarch.controllers.deployment.Counts.orZero;
import static dev.navarch.controllers.deployment.Counts.replicas;

import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far a rollout is, as the Deployment's status tells it. */
final class DeploymentProgress {

    private DeploymentProgress() {}

    /** The counts of all ReplicaSets, and whether enough pods are available; other conditions as they were. */
    static DeploymentStatus counted(Deployment deployment, ReplicaSets replicaSets) {
        List<ReplicaSet> all = replicaSets.all();
        int available = Counts.sum(all, ReplicaSetStatus::getAvailableReplicas);
        DeploymentStatus before = deployment.getStatus();
        DeploymentStatus status = new DeploymentStatusBuilder(before)
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(orAbsent(Counts.sum(all, ReplicaSetStatus::getReplicas)))
                .withUpdatedReplicas(orAbsent(Counts.sum(replicaSets.newestAsList(), ReplicaSetStatus::getReplicas)))
                .withReadyReplicas(orAbsent(Counts.sum(all, ReplicaSetStatus::getReadyReplicas)))
                .withAvailableReplicas(orAbsent(available))
                .withUnavailableReplicas(orAbsent(Math.max(0, replicas(all) - available)))
                .withTerminatingReplicas(terminating(all))
                .withConditions(new ArrayList<>(before.getConditions()))
                .build();
        if (available >= replicas(deployment) - RolloutMath.maxUnavailable(deployment)) {
            DeploymentConditions.set(
                    status,
                    DeploymentConditions.of(
                            DeploymentConditions.AVAILABLE,
                            "True",
                            "MinimumReplicasAvailable",
                            "Deployment has minimum availability."));
        } else {
            DeploymentConditions.set(
                    status,
                    DeploymentConditions.of(
                            DeploymentConditions.AVAILABLE,
                            "False",
                            "MinimumReplicasUnavailable",
                            "Deployment does not have minimum availability."));
        }
        return status;
    }

    /** As {@link #counted}, with what the counts mean for the rollout. */
    static DeploymentStatus ofRollout(Deployment deployment, ReplicaSets replicaSets, Instant now) {
        DeploymentStatus status = counted(deployment, replicaSets);
        if (!hasDeadline(deployment)) {
            DeploymentConditions.remove(status, DeploymentConditions.PROGRESSING);
        }
        Optional<DeploymentCondition> current =
                DeploymentConditions.get(deployment.getStatus(), DeploymentConditions.PROGRESSING);
        boolean wasComplete = orZero(status.getReplicas()) == orZero(status.getUpdatedReplicas())
                && current.filter(c -> DeploymentConditions.NEW_RS_AVAILABLE.equals(c.getReason()))
                        .isPresent();
        if (hasDeadline(deployment) && !wasComplete) {
            estimate(deployment, replicaSets, status, current, now);
        }
        Optional<ReplicaSetCondition> failure = replicaFailure(replicaSets);
        if (failure.isPresent()) {
            DeploymentConditions.set(status, DeploymentConditions.of(failure.get()));
        } else {
            DeploymentConditions.remove(status, DeploymentConditions.REPLICA_FAILURE);
        }
        return status;
    }

    private static void estimate(
            Deployment deployment,
            ReplicaSets replicaSets,
            DeploymentStatus status,
            Optional<DeploymentCondition> current,
            Instant now) {
        String subject = replicaSets
                .newest()
                .map(rs -> "ReplicaSet \"" + rs.getMetadata().getName() + "\"")
                .orElse("Deployment \"" + deployment.getMetadata().getName() + "\"");
        if (isComplete(deployment, status)) {
            DeploymentConditions.set(
                    status,
                    DeploymentConditions.of(
                            DeploymentConditions.PROGRESSING,
                            "True",
                            DeploymentConditions.NEW_RS_AVAILABLE,
                            subject + " has successfully progressed."));
        } else if (isProgressing(deployment.getStatus(), status)) {
            DeploymentCondition condition = DeploymentConditions.of(
                    DeploymentConditions.PROGRESSING,
                    "True",
                    DeploymentConditions.RS_UPDATED,
                    subject + " is progressing.");
            // Each sign of progress moves the update time, from which the deadline counts.
            current.filter(c -> c.getStatus().equals("True"))
                    .ifPresent(c -> condition.setLastTransitionTime(c.getLastTransitionTime()));
            DeploymentConditions.remove(status, DeploymentConditions.PROGRESSING);
            DeploymentConditions.set(status, condition);
        } else if (isTimedOut(deployment, status, now)) {
            DeploymentConditions.set(
                    status,
                    DeploymentConditions.of(
                            DeploymentConditions.PROGRESSING,
                            "False",
                            DeploymentConditions.TIMED_OUT,
                            subject + " has timed out progressing."));
        }
    }

    static boolean hasDeadline(Deployment deployment) {
        Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
        return seconds != null && seconds != Integer.MAX_VALUE;
    }

    static boolean isComplete(Deployment deployment, DeploymentStatus status) {
        int desired = replicas(deployment);
        return orZero(status.getUpdatedReplicas()) == desired
                && orZero(status.getReplicas()) == desired
                && orZero(status.getAvailableReplicas()) == desired
                && observed(status) >= generation(deployment);
    }

    /** When to look whether the rollout ran out of time, or nothing where that cannot happen. */
    static Optional<Duration> nextCheck(Deployment deployment, DeploymentStatus status, Instant now) {
        Optional<DeploymentCondition> current =
                DeploymentConditions.get(deployment.getStatus(), DeploymentConditions.PROGRESSING);
        if (!hasDeadline(deployment)
                || current.isEmpty()
                || isComplete(deployment, status)
                || DeploymentConditions.TIMED_OUT.equals(current.get().getReason())) {
            return Optional.empty();
        }
        Duration left = Duration.between(now, deadline(deployment, current.get()));
        return Optional.of(left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left.plusSeconds(1));
    }

    private static boolean isProgressing(DeploymentStatus before, DeploymentStatus after) {
        int oldBefore = orZero(before.getReplicas()) - orZero(before.getUpdatedReplicas());
        int oldAfter = orZero(after.getReplicas()) - orZero(after.getUpdatedReplicas());
        return orZero(after.getUpdatedReplicas()) > orZero(before.getUpdatedReplicas())
                || oldAfter < oldBefore
                || orZero(after.getReadyReplicas()) > orZero(before.getReadyReplicas())
                || orZero(after.getAvailableReplicas()) > orZero(before.getAvailableReplicas());
    }

    private static boolean isTimedOut(Deployment deployment, DeploymentStatus status, Instant now) {
        Optional<DeploymentCondition> condition = DeploymentConditions.get(status, DeploymentConditions.PROGRESSING);
        if (condition.isEmpty()
                || DeploymentConditions.NEW_RS_AVAILABLE.equals(condition.get().getReason())) {
            return false;
        }
        return DeploymentConditions.TIMED_OUT.equals(condition.get().getReason())
                || deadline(deployment, condition.get()).isBefore(now);
    }

    private static Instant deadline(Deployment deployment, DeploymentCondition progressing) {
        return Times.parseOrEpoch(progressing.getLastUpdateTime())
                .plusSeconds(deployment.getSpec().getProgressDeadlineSeconds());
    }

    private static Optional<ReplicaSetCondition> replicaFailure(ReplicaSets replicaSets) {
        return Stream.concat(replicaSets.newestAsList().stream(), replicaSets.all().stream())
                .filter(rs -> rs.getStatus() != null)
                .flatMap(rs -> rs.getStatus().getConditions().stream())
                .filter(c -> c.getType().equals(DeploymentConditions.REPLICA_FAILURE))
                .findFirst();
    }

    /** The sum, or null while a ReplicaSet that was counted does not tell. */
    private static @Nullable Integer terminating(List<ReplicaSet> replicaSets) {
        int sum = 0;
        for (ReplicaSet replicaSet : replicaSets) {
            ReplicaSetStatus status = replicaSet.getStatus();
            Integer terminating = status == null ? null : status.getTerminatingReplicas();
            boolean neverCounted =
                    status == null || status.getObservedGeneration() == null || status.getObservedGeneration() == 0;
            if (terminating == null && !neverCounted) {
                return null;
            }
            sum += orZero(terminating);
        }
        return sum;
    }

    private static long observed(DeploymentStatus status) {
        return status.getObservedGeneration() == null ? 0 : status.getObservedGeneration();
    }

    private static long generation(Deployment deployment) {
        Long generation = deployment.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }
}
