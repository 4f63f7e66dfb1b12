package dev.navarch.controllers.statefulset;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.LastWrites;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.ownership.ControllerRefManager;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.pods.Expectations;
import dev.navarch.controllers.pods.OwnedPods;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The StatefulSet controller. */
public final class StatefulSetReconciler implements Reconciler<StatefulSet> {

    private static final Duration CACHE_LAG = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final SharedInformer<StatefulSet> sets;
    private final SharedInformer<ControllerRevision> revisions;
    private final OwnedPods<StatefulSet> ownedPods;
    private final StatefulHistory history;
    private final Claims claims;
    private final StatefulPodControl control;
    private final LastWrites writes = new LastWrites();

    public StatefulSetReconciler(ControllerContext context) {
        client = context.client();
        EventRecorder recorder = context.events().recorder("statefulset-controller");
        sets = context.informers().of(StatefulSet.class);
        revisions = context.informers().of(ControllerRevision.class);
        ownedPods = new OwnedPods<>(
                context.informers().of(Pod.class),
                sets,
                "StatefulSet",
                StatefulSetReconciler::selector,
                new Expectations());
        history = new StatefulHistory(client, revisions);
        claims = new Claims(client, recorder, context.informers().of(PersistentVolumeClaim.class));
        control = new StatefulPodControl(client, recorder, claims);
    }

    private static Predicate<Map<String, String>> selector(StatefulSet set) {
        return LabelSelectors.predicate(set.getSpec().getSelector()).orElse(labels -> false);
    }

    @Override
    public List<EventSource<?, StatefulSet>> prepareEventSources(EventSourceContext<StatefulSet> context) {
        return List.of(ownedPods.eventSource(), new SharedInformerEventSource<>(revisions, this::concerned));
    }

    @Override
    public UpdateControl<StatefulSet> reconcile(StatefulSet set, Context<StatefulSet> context) {
        if (context.isPrimaryResourceDeleted()) {
            writes.forget(set);
            return UpdateControl.noUpdate();
        }
        if (!writes.isSeen(set)) {
            return UpdateControl.<StatefulSet>noUpdate().rescheduleAfter(CACHE_LAG);
        }
        Instant now = Instant.now();
        List<Pod> pods = new ControllerRefManager<>(client, set, selector(set))
                .claim(ownedPods.ofOrOrphaned(set), pod -> StatefulPods.isMember(set, pod));
        StatefulHistory.History known = history.of(set, selector(set));
        StatefulUpdate.Result result = new StatefulUpdate(control, claims, set, known, pods, now).run(pods);
        completeRollout(set, result.status());
        writeStatus(set, result.status());
        if (result.failure() != null) {
            throw result.failure();
        }
        history.cleanUp(set, known, pods);
        return nextAvailabilityCheck(set, result.status(), pods, now);
    }

    /** All pods are of the new revision: it is the current one from now on. */
    private static void completeRollout(StatefulSet set, StatefulSetStatus status) {
        var strategy = set.getSpec().getUpdateStrategy();
        int replicas = StatefulPods.replicas(set);
        boolean rolls = strategy == null || !"OnDelete".equals(strategy.getType());
        if (rolls
                && status.getUpdatedReplicas() == replicas
                && status.getReadyReplicas() == replicas
                && status.getReplicas() == replicas) {
            status.setCurrentReplicas(status.getUpdatedReplicas());
            status.setCurrentRevision(status.getUpdateRevision());
        }
    }

    private void writeStatus(StatefulSet set, StatefulSetStatus status) {
        if (isSame(set.getStatus(), status)) {
            return;
        }
        try {
            var _ = writes.note(client.resource(with(set, status)).updateStatus());
        } catch (KubernetesClientException e) {
            StatefulSet fresh = client.resource(set).get();
            if (fresh == null
                    || !fresh.getMetadata().getUid().equals(set.getMetadata().getUid())) {
                throw e;
            }
            var _ = writes.note(client.resource(with(fresh, status)).updateStatus());
        }
    }

    private static StatefulSet with(StatefulSet set, StatefulSetStatus status) {
        return new StatefulSetBuilder(set)
                .editOrNewStatus()
                .withObservedGeneration(status.getObservedGeneration())
                .withCurrentRevision(status.getCurrentRevision())
                .withUpdateRevision(status.getUpdateRevision())
                .withCollisionCount(status.getCollisionCount())
                .withReplicas(status.getReplicas())
                .withReadyReplicas(status.getReadyReplicas())
                .withAvailableReplicas(status.getAvailableReplicas())
                .withCurrentReplicas(status.getCurrentReplicas())
                .withUpdatedReplicas(status.getUpdatedReplicas())
                .endStatus()
                .build();
    }

    private static boolean isSame(@Nullable StatefulSetStatus there, StatefulSetStatus status) {
        return there != null
                && there.getObservedGeneration() != null
                && status.getObservedGeneration() <= there.getObservedGeneration()
                && StatefulPods.orZero(there.getReplicas()) == status.getReplicas()
                && StatefulPods.orZero(there.getCurrentReplicas()) == status.getCurrentReplicas()
                && StatefulPods.orZero(there.getReadyReplicas()) == status.getReadyReplicas()
                && StatefulPods.orZero(there.getUpdatedReplicas()) == status.getUpdatedReplicas()
                && StatefulPods.orZero(there.getAvailableReplicas()) == status.getAvailableReplicas()
                && Objects.equals(there.getCurrentRevision(), status.getCurrentRevision())
                && Objects.equals(there.getUpdateRevision(), status.getUpdateRevision());
    }

    private static UpdateControl<StatefulSet> nextAvailabilityCheck(
            StatefulSet set, StatefulSetStatus status, List<Pod> pods, Instant now) {
        int minReadySeconds = StatefulPods.minReadySeconds(set);
        if (minReadySeconds == 0 || status.getReadyReplicas().equals(status.getAvailableReplicas())) {
            return UpdateControl.noUpdate();
        }
        Duration next =
                PodState.nextAvailability(pods, minReadySeconds, now).orElse(Duration.ofSeconds(minReadySeconds));
        return UpdateControl.<StatefulSet>noUpdate().rescheduleAfter(next.plusMillis(1));
    }

    /** A revision that somebody else changed or deleted. */
    private List<ResourceID> concerned(Change<ControllerRevision> change) {
        if (change.isAddition()) {
            return List.of();
        }
        return change.states()
                .flatMap(revision -> ControllerRef.of(revision).stream()
                        .filter(ref -> ref.getKind().equals("StatefulSet"))
                        .flatMap(ref -> sets.get(revision.getMetadata().getNamespace(), ref.getName()).stream()))
                .map(ResourceID::fromResource)
                .distinct()
                .toList();
    }
}
