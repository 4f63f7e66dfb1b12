package dev.navarch.controllers.replicaset;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.ownership.ControllerRefManager;
import dev.navarch.controllers.pods.Batches;
import dev.navarch.controllers.pods.DeletionOrder;
import dev.navarch.controllers.pods.Expectations;
import dev.navarch.controllers.pods.OwnedPods;
import dev.navarch.controllers.pods.PodControl;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings the number of an owner's pods to what it asks for, and tells in its status how many there are.
 *
 * @param <P> the owner's kind
 */
public final class ReplicaSync<P extends HasMetadata> {

    /** How many pods are made or deleted before their appearance in the cache is waited for. */
    private static final int BURST = 500;

    private final KubernetesClient client;
    private final ReplicaKind<P> kind;
    private final PodControl podControl;
    private final Expectations expectations = new Expectations();
    private final OwnedPods<P> pods;

    public ReplicaSync(
            KubernetesClient client,
            EventRecorder recorder,
            ReplicaKind<P> kind,
            SharedInformer<P> owners,
            SharedInformer<Pod> pods) {
        this.client = client;
        this.kind = kind;
        this.podControl = new PodControl(client, recorder);
        this.pods = new OwnedPods<>(
                pods, owners, kind.kind(), owner -> kind.selector(owner).orElse(labels -> false), expectations);
    }

    public SharedInformerEventSource<Pod, P> podEvents() {
        return pods.eventSource();
    }

    /** The owner is gone, and with it what was expected for it. */
    public void forget(P owner) {
        expectations.forget(owner.getMetadata().getUid());
    }

    public UpdateControl<P> sync(P owner) {
        var selector = kind.selector(owner);
        if (selector.isEmpty()) {
            return UpdateControl.noUpdate();
        }
        boolean cacheIsCurrent = expectations.satisfied(owner.getMetadata().getUid());
        List<Pod> all = pods.ofOrOrphaned(owner);
        List<Pod> active = new ControllerRefManager<>(client, owner, selector.get())
                .claim(all.stream().filter(PodState::isActive).toList());
        RuntimeException failure =
                cacheIsCurrent && !owner.isMarkedForDeletion() ? manageReplicas(owner, active) : null;

        Instant now = Instant.now();
        ReplicaStatus status =
                ReplicaStatusCalculation.of(kind, owner, active, terminating(owner, selector.get(), all), failure, now);
        updateStatus(owner, status);
        if (failure != null) {
            throw failure;
        }
        return nextAvailabilityCheck(owner, status, active, now);
    }

    private @Nullable RuntimeException manageReplicas(P owner, List<Pod> active) {
        int surplus = active.size() - kind.replicas(owner);
        if (surplus < 0) {
            return create(owner, Math.min(-surplus, BURST));
        }
        return surplus > 0 ? delete(owner, active, Math.min(surplus, BURST)) : null;
    }

    private @Nullable RuntimeException create(P owner, int count) {
        String uid = owner.getMetadata().getUid();
        expectations.expect(uid, count, List.of());
        Batches.Outcome outcome = Batches.slowStart(count, () -> createPod(owner));
        for (int i = outcome.successes(); i < count; i++) {
            expectations.creationObserved(uid);
        }
        return outcome.failure();
    }

    private void createPod(P owner) {
        String namespace = owner.getMetadata().getNamespace();
        var reference = ControllerRef.to(owner, kind.apiVersion(), kind.kind());
        try {
            podControl.create(
                    namespace,
                    PodControl.podFromTemplate(kind.template(owner), owner, reference)
                            .build(),
                    owner);
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isNamespaceTerminating(e)) {
                throw e;
            }
        }
    }

    private @Nullable RuntimeException delete(P owner, List<Pod> active, int count) {
        String uid = owner.getMetadata().getUid();
        List<Pod> chosen = DeletionOrder.choose(active, relatedPods(owner), count, Instant.now());
        expectations.expect(
                uid, 0, chosen.stream().map(pod -> pod.getMetadata().getUid()).toList());
        return Batches.all(chosen.stream()
                        .<Runnable>map(pod -> () -> deletePod(owner, pod))
                        .toList())
                .failure();
    }

    private void deletePod(P owner, Pod pod) {
        boolean deleting = false;
        try {
            deleting = podControl.delete(pod, owner);
        } finally {
            if (!deleting) {
                expectations.deletionObserved(
                        owner.getMetadata().getUid(), pod.getMetadata().getUid());
            }
        }
    }

    private List<Pod> relatedPods(P owner) {
        List<Pod> related = new ArrayList<>();
        kind.related(owner).forEach(other -> related.addAll(pods.of(other)));
        return related;
    }

    private List<Pod> terminating(P owner, Predicate<Map<String, String>> selector, List<Pod> all) {
        return all.stream()
                .filter(PodState::isTerminating)
                .filter(pod -> ControllerRef.isControlledBy(pod, owner))
                .filter(pod -> selector.test(
                        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of())))
                .toList();
    }

    private void updateStatus(P owner, ReplicaStatus status) {
        if (status.equals(kind.status(owner))) {
            return;
        }
        try {
            client.resource(kind.withStatus(owner, status)).updateStatus();
        } catch (KubernetesClientException e) {
            // Once more on the newest version; the generation stays the one that was acted on.
            P fresh = client.resource(owner).get();
            if (fresh == null) {
                throw e;
            }
            client.resource(kind.withStatus(fresh, status)).updateStatus();
        }
    }

    private UpdateControl<P> nextAvailabilityCheck(P owner, ReplicaStatus status, List<Pod> active, Instant now) {
        int minReadySeconds = kind.minReadySeconds(owner);
        if (minReadySeconds == 0 || status.ready() == status.available()) {
            return UpdateControl.noUpdate();
        }
        Duration next =
                PodState.nextAvailability(active, minReadySeconds, now).orElse(Duration.ofSeconds(minReadySeconds));
        return UpdateControl.<P>noUpdate().rescheduleAfter(next.plusMillis(1));
    }
}
