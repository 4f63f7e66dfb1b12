package dev.navarch.controllers.replicationcontroller;

import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.replicaset.ReplicaKind;
import dev.navarch.controllers.replicaset.ReplicaStatus;
import dev.navarch.controllers.replicaset.ReplicaStatus.Condition;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerCondition;
import io.fabric8.kubernetes.api.model.ReplicationControllerConditionBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** ReplicationControllers as the sync of replicas sees them. */
final class ReplicationControllerKind implements ReplicaKind<ReplicationController> {

    @Override
    public String apiVersion() {
        return "v1";
    }

    @Override
    public String kind() {
        return "ReplicationController";
    }

    @Override
    public int replicas(ReplicationController owner) {
        return orZero(owner.getSpec().getReplicas());
    }

    @Override
    public int minReadySeconds(ReplicationController owner) {
        return orZero(owner.getSpec().getMinReadySeconds());
    }

    @Override
    public PodTemplateSpec template(ReplicationController owner) {
        return owner.getSpec().getTemplate();
    }

    @Override
    public Optional<Predicate<Map<String, String>>> selector(ReplicationController owner) {
        Map<String, String> wanted = owner.getSpec().getSelector();
        return wanted == null || wanted.isEmpty()
                ? Optional.of(labels -> false)
                : Optional.of(labels -> LabelSelectors.containsAll(labels, wanted));
    }

    @Override
    public ReplicaStatus status(ReplicationController owner) {
        ReplicationControllerStatus status =
                owner.getStatus() == null ? new ReplicationControllerStatus() : owner.getStatus();
        return new ReplicaStatus(
                orZero(status.getReplicas()),
                orZero(status.getFullyLabeledReplicas()),
                orZero(status.getReadyReplicas()),
                orZero(status.getAvailableReplicas()),
                null,
                status.getObservedGeneration() == null ? 0 : status.getObservedGeneration(),
                status.getConditions().stream()
                        .map(c -> new Condition(
                                c.getType(), c.getStatus(), c.getLastTransitionTime(), c.getReason(), c.getMessage()))
                        .toList());
    }

    @Override
    public ReplicationController withStatus(ReplicationController owner, ReplicaStatus status) {
        return new ReplicationControllerBuilder(owner)
                .editOrNewStatus()
                .withReplicas(status.replicas())
                .withFullyLabeledReplicas(status.fullyLabeled())
                .withReadyReplicas(status.ready())
                .withAvailableReplicas(status.available())
                .withObservedGeneration(status.observedGeneration())
                .withConditions(status.conditions().stream()
                        .map(ReplicationControllerKind::condition)
                        .toList())
                .endStatus()
                .build();
    }

    @Override
    public List<ReplicationController> related(ReplicationController owner) {
        return List.of(owner);
    }

    private static ReplicationControllerCondition condition(Condition c) {
        return new ReplicationControllerConditionBuilder()
                .withType(c.type())
                .withStatus(c.status())
                .withLastTransitionTime(c.lastTransitionTime())
                .withReason(c.reason())
                .withMessage(c.message())
                .build();
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
