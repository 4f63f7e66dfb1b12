package dev.navarch.controllers.deployment;

import static dev.navarch.controllers.deployment.Counts.replicas;

import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.ownership.ControllerRefManager;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Brings one Deployment a step further. */
final class DeploymentSync {

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final Function<ReplicaSet, List<Pod>> podsOf;
    private final NewestReplicaSet newestReplicaSet;
    private final RollingUpdate rollingUpdate;
    private final ProportionalScaling scaling;
    private final ReplicaSetScaler scaler;
    private final Rollback rollback;

    DeploymentSync(KubernetesClient client, EventRecorder recorder, Function<ReplicaSet, List<Pod>> podsOf) {
        this.client = client;
        this.recorder = recorder;
        this.podsOf = podsOf;
        this.scaler = new ReplicaSetScaler(client, recorder);
        this.newestReplicaSet = new NewestReplicaSet(client, recorder, scaler);
        this.rollingUpdate = new RollingUpdate(scaler);
        this.scaling = new ProportionalScaling(scaler);
        this.rollback = new Rollback(recorder);
    }

    /** How long until the Deployment should be looked at again even if nothing changes. */
    Optional<Duration> sync(Deployment cached, List<ReplicaSet> inNamespace) {
        DeploymentDraft draft = new DeploymentDraft(client, cached);
        Deployment deployment = draft.deployment();
        if (LabelSelectors.isEmpty(deployment.getSpec().getSelector())) {
            refuseToSelectAll(draft);
            return Optional.empty();
        }
        List<ReplicaSet> claimed = claim(deployment, inNamespace);
        ReplicaSets replicaSets = ReplicaSets.of(deployment, claimed);
        if (deployment.isMarkedForDeletion()) {
            return tell(draft, newestReplicaSet.find(draft, replicaSets));
        }
        tellWhetherPaused(draft);
        if (isPaused(deployment)) {
            return scaleOnly(draft, replicaSets);
        }
        OptionalLong rollbackTo = Rollback.requested(deployment);
        if (rollbackTo.isPresent()) {
            rollback.perform(draft, newestReplicaSet.findOrCreate(draft, replicaSets), rollbackTo.getAsLong());
            return Optional.empty();
        }
        replicaSets = newestReplicaSet.find(draft, replicaSets);
        if (sizeChanged(deployment, replicaSets)) {
            return scaleOnly(draft, replicaSets);
        }
        return switch (deployment.getSpec().getStrategy().getType()) {
            case "Recreate" -> recreate(draft, replicaSets);
            case "RollingUpdate" -> roll(draft, replicaSets);
            case String other -> throw new IllegalStateException("unexpected deployment strategy type: " + other);
        };
    }

    private void refuseToSelectAll(DeploymentDraft draft) {
        recorder.warning(
                draft.deployment(),
                "SelectingAll",
                "This deployment is selecting all pods. A non-empty selector is required.");
        Long generation = draft.deployment().getMetadata().getGeneration();
        if (!generation.equals(draft.status().getObservedGeneration())) {
            draft.status().setObservedGeneration(generation);
            draft.writeStatus();
        }
    }

    private List<ReplicaSet> claim(Deployment deployment, List<ReplicaSet> inNamespace) {
        var selector = LabelSelectors.predicate(deployment.getSpec().getSelector())
                .orElseThrow(() -> new IllegalStateException("deployment "
                        + deployment.getMetadata().getNamespace() + "/"
                        + deployment.getMetadata().getName() + " has invalid label selector"));
        return new ControllerRefManager<>(client, deployment, selector).claim(inNamespace);
    }

    /** So that the time of a pause does not count as time without progress. */
    private static void tellWhetherPaused(DeploymentDraft draft) {
        Deployment deployment = draft.deployment();
        if (!DeploymentProgress.hasDeadline(deployment)) {
            return;
        }
        String reason = DeploymentConditions.get(draft.status(), DeploymentConditions.PROGRESSING)
                .map(c -> c.getReason())
                .orElse("");
        if (reason.equals(DeploymentConditions.TIMED_OUT)) {
            return;
        }
        boolean toldPaused = reason.equals(DeploymentConditions.PAUSED);
        if (isPaused(deployment) && !toldPaused) {
            draft.condition(DeploymentConditions.of(
                    DeploymentConditions.PROGRESSING, "Unknown", DeploymentConditions.PAUSED, "Deployment is paused"));
            draft.writeStatus();
        } else if (!isPaused(deployment) && toldPaused) {
            draft.condition(DeploymentConditions.of(
                    DeploymentConditions.PROGRESSING,
                    "Unknown",
                    DeploymentConditions.RESUMED,
                    "Deployment is resumed"));
            draft.writeStatus();
        }
    }

    private static boolean isPaused(Deployment deployment) {
        return Boolean.TRUE.equals(deployment.getSpec().getPaused());
    }

    private static boolean sizeChanged(Deployment deployment, ReplicaSets replicaSets) {
        return ReplicaSets.active(replicaSets.all()).stream()
                .map(ReplicaSetAnnotations::desiredReplicas)
                .anyMatch(desired -> desired.isPresent() && desired.getAsInt() != replicas(deployment));
    }

    private Optional<Duration> scaleOnly(DeploymentDraft draft, ReplicaSets replicaSets) {
        Deployment deployment = draft.deployment();
        ReplicaSets scaled = scaling.scale(deployment, newestReplicaSet.find(draft, replicaSets));
        if (isPaused(deployment) && Rollback.requested(deployment).isEmpty()) {
            cleanUpHistory(deployment, scaled.old());
        }
        return tell(draft, scaled);
    }

    private Optional<Duration> roll(DeploymentDraft draft, ReplicaSets found) {
        ReplicaSets replicaSets = newestReplicaSet.findOrCreate(draft, found);
        ReplicaSets after = rollingUpdate.step(draft.deployment(), replicaSets);
        if (after.equals(replicaSets)) {
            cleanUpIfComplete(draft, replicaSets);
        }
        return tellRollout(draft, after);
    }

    private Optional<Duration> recreate(DeploymentDraft draft, ReplicaSets found) {
        Deployment deployment = draft.deployment();
        List<ReplicaSet> old = new ArrayList<>(found.old());
        old.replaceAll(rs -> scaler.scale(rs, 0, deployment));
        if (!old.equals(found.old())) {
            return tellRollout(draft, new ReplicaSets(found.newest(), old));
        }
        if (oldPodsRun(found)) {
            return tellRollout(draft, found);
        }
        ReplicaSets replicaSets = newestReplicaSet.findOrCreate(draft, found);
        ReplicaSet newest = scaler.scale(replicaSets.newest().orElseThrow(), replicas(deployment), deployment);
        cleanUpIfComplete(draft, replicaSets);
        return tellRollout(draft, replicaSets.withNewest(newest));
    }

    private boolean oldPodsRun(ReplicaSets replicaSets) {
        return Counts.sum(replicaSets.old(), ReplicaSetStatus::getReplicas) > 0
                || replicaSets.old().stream()
                        .flatMap(rs -> podsOf.apply(rs).stream())
                        .anyMatch(pod -> !PodState.isTerminal(pod));
    }

    private void cleanUpIfComplete(DeploymentDraft draft, ReplicaSets replicaSets) {
        if (DeploymentProgress.isComplete(draft.deployment(), draft.status())) {
            cleanUpHistory(draft.deployment(), replicaSets.old());
        }
    }

    private void cleanUpHistory(Deployment deployment, List<ReplicaSet> old) {
        Integer limit = deployment.getSpec().getRevisionHistoryLimit();
        if (limit == null || limit == Integer.MAX_VALUE) {
            return;
        }
        List<ReplicaSet> alive =
                old.stream().filter(rs -> !rs.isMarkedForDeletion()).toList();
        alive.stream()
                .sorted(Comparator.comparingLong(
                        rs -> ReplicaSetAnnotations.revision(rs).orElse(0)))
                .limit(Math.max(0, alive.size() - limit))
                .filter(DeploymentSync::isUnused)
                .forEach(rs -> client.resource(rs).delete());
    }

    private static boolean isUnused(ReplicaSet replicaSet) {
        ReplicaSetStatus status = replicaSet.getStatus();
        Long observed = status == null ? null : status.getObservedGeneration();
        return replicas(replicaSet) == 0
                && status != null
                && Counts.orZero(status.getReplicas()) == 0
                && observed != null
                && observed >= replicaSet.getMetadata().getGeneration();
    }

    private static Optional<Duration> tell(DeploymentDraft draft, ReplicaSets replicaSets) {
        draft.writeStatus(DeploymentProgress.counted(draft.deployment(), replicaSets));
        return Optional.empty();
    }

    private static Optional<Duration> tellRollout(DeploymentDraft draft, ReplicaSets replicaSets) {
        Instant now = Instant.now();
        DeploymentStatus status = DeploymentProgress.ofRollout(draft.deployment(), replicaSets, now);
        draft.writeStatus(status);
        return DeploymentProgress.nextCheck(draft.deployment(), status, now);
    }
}
