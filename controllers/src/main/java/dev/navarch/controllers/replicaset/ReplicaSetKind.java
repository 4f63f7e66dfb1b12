package dev.navarch.controllers.replicaset;

import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.replicaset.ReplicaStatus.Condition;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** ReplicaSets as {@link ReplicaSync} sees them. */
final class ReplicaSetKind implements ReplicaKind<ReplicaSet> {

    private static final String BY_CONTROLLER = "controllerUID";

    private final SharedInformer<ReplicaSet> replicaSets;

    ReplicaSetKind(SharedInformer<ReplicaSet> replicaSets) {
        this.replicaSets = replicaSets.indexedBy(
                BY_CONTROLLER,
                rs -> ControllerRef.of(rs).map(ref -> List.of(ref.getUid())).orElse(List.of()));
    }

    @Override
    public String apiVersion() {
        return "apps/v1";
    }

    @Override
    public String kind() {
        return "ReplicaSet";
    }

    @Override
    public int replicas(ReplicaSet owner) {
        return orZero(owner.getSpec().getReplicas());
    }

    @Override
    public int minReadySeconds(ReplicaSet owner) {
        return orZero(owner.getSpec().getMinReadySeconds());
    }

    @Override
    public PodTemplateSpec template(ReplicaSet owner) {
        return owner.getSpec().getTemplate();
    }

    @Override
    public Optional<Predicate<Map<String, String>>> selector(ReplicaSet owner) {
        return LabelSelectors.predicate(owner.getSpec().getSelector());
    }

    @Override
    public ReplicaStatus status(ReplicaSet owner) {
        ReplicaSetStatus status = owner.getStatus() == null ? new ReplicaSetStatus() : owner.getStatus();
        return new ReplicaStatus(
                orZero(status.getReplicas()),
                orZero(status.getFullyLabeledReplicas()),
                orZero(status.getReadyReplicas()),
                orZero(status.getAvailableReplicas()),
                // Absent differs from 0: the first status says that it is counted.
                status.getTerminatingReplicas() == null ? Integer.valueOf(-1) : status.getTerminatingReplicas(),
                status.getObservedGeneration() == null ? 0 : status.getObservedGeneration(),
                status.getConditions().stream().map(ReplicaSetKind::condition).toList());
    }

    @Override
    public ReplicaSet withStatus(ReplicaSet owner, ReplicaStatus status) {
        return new ReplicaSetBuilder(owner)
                .editOrNewStatus()
                .withReplicas(status.replicas())
                .withFullyLabeledReplicas(status.fullyLabeled())
                .withReadyReplicas(status.ready())
                .withAvailableReplicas(status.available())
                .withTerminatingReplicas(status.terminating())
                .withObservedGeneration(status.observedGeneration())
                .withConditions(status.conditions().stream()
                        .map(ReplicaSetKind::condition)
                        .toList())
                .endStatus()
                .build();
    }

    @Override
    public List<ReplicaSet> related(ReplicaSet owner) {
        return ControllerRef.of(owner)
                .map(ref -> replicaSets.byIndex(BY_CONTROLLER, ref.getUid()))
                .orElse(List.of());
    }

    private static Condition condition(ReplicaSetCondition c) {
        return new Condition(c.getType(), c.getStatus(), c.getLastTransitionTime(), c.getReason(), c.getMessage());
    }

    private static ReplicaSetCondition condition(Condition c) {
        return new ReplicaSetConditionBuilder()
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
