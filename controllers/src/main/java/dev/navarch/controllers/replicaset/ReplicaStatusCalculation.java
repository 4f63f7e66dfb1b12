package dev.navarch.controllers.replicaset;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.pods.PodState;
import dev.navarch.controllers.replicaset.ReplicaStatus.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts an owner's pods into its status. */
final class ReplicaStatusCalculation {

    private ReplicaStatusCalculation() {}

    static <P extends HasMetadata> ReplicaStatus of(
            ReplicaKind<P> kind,
            P owner,
            List<Pod> active,
            List<Pod> terminating,
            @Nullable RuntimeException failure,
            Instant now) {
        ReplicaStatus before = kind.status(owner);
        var templateMeta = kind.template(owner).getMetadata();
        Map<String, String> templateLabels =
                templateMeta == null ? Map.of() : Objects.requireNonNullElse(templateMeta.getLabels(), Map.of());
        int minReadySeconds = kind.minReadySeconds(owner);
        return new ReplicaStatus(
                active.size(),
                count(active.stream()
                        .filter(pod ->
                                LabelSelectors.containsAll(pod.getMetadata().getLabels(), templateLabels))),
                count(active.stream().filter(PodState::isReady)),
                count(active.stream().filter(pod -> PodState.isAvailable(pod, minReadySeconds, now))),
                before.terminating() == null ? null : Integer.valueOf(terminating.size()),
                Objects.requireNonNullElse(owner.getMetadata().getGeneration(), 0L),
                conditions(before, active.size() - kind.replicas(owner), failure, now));
    }

    private static List<Condition> conditions(
            ReplicaStatus before, int surplus, @Nullable RuntimeException failure, Instant now) {
        boolean shown = before.condition(ReplicaStatus.REPLICA_FAILURE).isPresent();
        if (failure != null && !shown) {
            String reason = surplus < 0 ? "FailedCreate" : surplus > 0 ? "FailedDelete" : "";
            String message = ApiErrors.message(failure);
            Condition condition = new Condition(
                    ReplicaStatus.REPLICA_FAILURE,
                    "True",
                    Times.format(now),
                    reason,
                    surplus > 0 ? "unable to delete pods: " + message : message);
            return Stream.concat(before.conditions().stream(), Stream.of(condition))
                    .toList();
        }
        if (failure == null && shown) {
            return before.conditions().stream()
                    .filter(c -> !c.type().equals(ReplicaStatus.REPLICA_FAILURE))
                    .toList();
        }
        return before.conditions();
    }

    private static int count(Stream<Pod> pods) {
        return (int) pods.count();
    }
}
