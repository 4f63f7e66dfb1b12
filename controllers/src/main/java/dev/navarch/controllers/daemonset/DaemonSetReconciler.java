package dev.navarch.controllers.daemonset;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.daemonset.DaemonHistory.History;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.nodes.Taints;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.ownership.ControllerRefManager;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.pods.Batches;
import dev.navarch.controllers.pods.Expectations;
import dev.navarch.controllers.pods.OwnedPods;
import dev.navarch.controllers.pods.PodControl;
import dev.navarch.controllers.pods.PodState;
import dev.navarch.controllers.pods.PodsByNode;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The DaemonSet controller. */
public final class DaemonSetReconciler implements Reconciler<DaemonSet> {

    private static final int BURST = 250;

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final SharedInformer<DaemonSet> daemonSets;
    private final SharedInformer<Node> nodes;
    private final SharedInformer<ControllerRevision> revisions;
    private final Expectations expectations = new Expectations();
    private final OwnedPods<DaemonSet> ownedPods;
    private final PodsByNode podsByNode;
    private final PodControl podControl;
    private final DaemonHistory history;
    private final DaemonStatus status;
    private final FailedPodBackoff backoff = new FailedPodBackoff();

    public DaemonSetReconciler(ControllerContext context) {
        client = context.client();
        recorder = context.events().recorder("daemonset-controller");
        daemonSets = context.informers().of(DaemonSet.class);
        nodes = context.informers().of(Node.class);
        revisions = context.informers().of(ControllerRevision.class);
        SharedInformer<Pod> pods = context.informers().of(Pod.class);
        ownedPods = new OwnedPods<>(pods, daemonSets, "DaemonSet", DaemonSetReconciler::selector, expectations);
        podsByNode = new PodsByNode(pods);
        podControl = new PodControl(client, recorder);
        history = new DaemonHistory(client, revisions);
        status = new DaemonStatus(client);
    }

    private static Predicate<Map<String, String>> selector(DaemonSet daemonSet) {
        return LabelSelectors.predicate(daemonSet.getSpec().getSelector()).orElse(labels -> false);
    }

    @Override
    public List<EventSource<?, DaemonSet>> prepareEventSources(EventSourceContext<DaemonSet> context) {
        return List.of(
                ownedPods.eventSource(),
                new SharedInformerEventSource<>(nodes, this::concernedByNode),
                new SharedInformerEventSource<>(revisions, this::concernedByRevision));
    }

    @Override
    public UpdateControl<DaemonSet> reconcile(DaemonSet daemonSet, Context<DaemonSet> context) {
        String uid = daemonSet.getMetadata().getUid();
        if (context.isPrimaryResourceDeleted()) {
            expectations.forget(uid);
            return UpdateControl.noUpdate();
        }
        if (LabelSelectors.isEmpty(daemonSet.getSpec().getSelector())) {
            recorder.warning(
                    daemonSet,
                    "SelectingAll",
                    "This daemon set is selecting all pods. A non-empty selector is required.");
            return UpdateControl.noUpdate();
        }
        if (daemonSet.isMarkedForDeletion()) {
            return UpdateControl.noUpdate();
        }
        return sync(daemonSet, uid)
                .map(next -> UpdateControl.<DaemonSet>noUpdate().rescheduleAfter(next))
                .orElseGet(UpdateControl::noUpdate);
    }

    private Optional<Duration> sync(DaemonSet daemonSet, String uid) {
        List<Node> allNodes = nodes.list();
        List<Pod> pods = claim(daemonSet);
        History revisionHistory = history.of(daemonSet, selector(daemonSet), pods);
        String hash = revisionHistory.hash();
        Map<String, List<Pod>> byNode = byNode(pods);
        Instant now = Instant.now();
        if (!expectations.satisfied(uid)) {
            return status.update(daemonSet, allNodes, byNode, hash, false, now);
        }
        DaemonPlan.Result plan = DaemonPlan.of(daemonSet, hash, allNodes, byNode, now, recorder, backoff);
        RuntimeException failure = carryOut(daemonSet, hash, plan.create(), plan.delete());
        if (failure == null && expectations.satisfied(uid)) {
            failure = roll(daemonSet, hash, allNodes, byNode, now);
        }
        if (failure == null) {
            history.cleanUp(daemonSet, revisionHistory.old(), pods);
        }
        Optional<Duration> next = status.update(daemonSet, allNodes, byNode, hash, true, now);
        if (failure != null) {
            throw failure;
        }
        return Stream.of(next, plan.lookAgain()).flatMap(Optional::stream).min(Duration::compareTo);
    }

    private List<Pod> claim(DaemonSet daemonSet) {
        return new ControllerRefManager<>(client, daemonSet, selector(daemonSet))
                .claim(ownedPods.ofOrOrphaned(daemonSet));
    }

    private static Map<String, List<Pod>> byNode(List<Pod> pods) {
        Map<String, List<Pod>> byNode = new LinkedHashMap<>();
        pods.stream()
                // Finished and deleted: only finalizers keep these, and nothing is left to do with them.
                .filter(pod -> !PodState.isTerminal(pod) || !pod.isMarkedForDeletion())
                .forEach(pod -> DaemonPods.targetNode(pod)
                        .ifPresent(node -> byNode.computeIfAbsent(node, k -> new ArrayList<>())
                                .add(pod)));
        return byNode;
    }

    private @Nullable RuntimeException roll(
            DaemonSet daemonSet, String hash, List<Node> allNodes, Map<String, List<Pod>> byNode, Instant now) {
        var strategy = daemonSet.getSpec().getUpdateStrategy();
        if (strategy == null || !"RollingUpdate".equals(strategy.getType())) {
            return null;
        }
        DaemonRollout.Step step =
                DaemonRollout.step(daemonSet, hash, allNodes, byNode, name -> nodes.get(null, name), now);
        return carryOut(daemonSet, hash, step.create(), step.delete());
    }

    private @Nullable RuntimeException carryOut(
            DaemonSet daemonSet, String hash, List<String> create, List<Pod> delete) {
        String uid = daemonSet.getMetadata().getUid();
        List<String> toCreate = create.stream().limit(BURST).toList();
        List<Pod> toDelete = delete.stream().limit(BURST).toList();
        expectations.expect(
                uid,
                toCreate.size(),
                toDelete.stream().map(pod -> pod.getMetadata().getUid()).toList());
        var queue = new ConcurrentLinkedQueue<>(toCreate);
        Batches.Outcome created =
                Batches.slowStart(toCreate.size(), () -> create(daemonSet, hash, Objects.requireNonNull(queue.poll())));
        for (int i = created.successes(); i < toCreate.size(); i++) {
            expectations.creationObserved(uid);
        }
        Batches.Outcome deleted = Batches.all(toDelete.stream()
                .<Runnable>map(pod -> () -> delete(daemonSet, pod))
                .toList());
        return created.failure() != null ? created.failure() : deleted.failure();
    }

    private void create(DaemonSet daemonSet, String hash, String node) {
        try {
            podControl.create(
                    daemonSet.getMetadata().getNamespace(),
                    PodControl.podFromTemplate(
                                    DaemonPods.template(daemonSet, hash, node),
                                    daemonSet,
                                    ControllerRef.to(daemonSet, "apps/v1", "DaemonSet"))
                            .build(),
                    daemonSet);
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isNamespaceTerminating(e)) {
                throw e;
            }
        }
    }

    private void delete(DaemonSet daemonSet, Pod pod) {
        boolean deleting = false;
        try {
            deleting = podControl.delete(pod, daemonSet);
        } finally {
            if (!deleting) {
                expectations.deletionObserved(
                        daemonSet.getMetadata().getUid(), pod.getMetadata().getUid());
            }
        }
    }

    private Set<ResourceID> concernedByNode(Change<Node> change) {
        Node node = change.after();
        if (node == null || !isNews(change.before(), node)) {
            return Set.of();
        }
        Set<String> scheduled = new LinkedHashSet<>();
        podsByNode
                .of(node.getMetadata().getName())
                .forEach(pod -> ControllerRef.of(pod).ifPresent(ref -> scheduled.add(ref.getUid())));
        Set<ResourceID> concerned = new LinkedHashSet<>();
        for (DaemonSet daemonSet : daemonSets.list()) {
            boolean hasPod = scheduled.contains(daemonSet.getMetadata().getUid());
            boolean right = switch (DaemonPods.fit(daemonSet, node)) {
                case RUN -> hasPod;
                case KEEP -> true;
                case NEITHER -> !hasPod;
            };
            if (!right || (hasPod && DaemonStatus.misscheduled(daemonSet) > 0)) {
                concerned.add(ResourceID.fromResource(daemonSet));
            }
        }
        return concerned;
    }

    private static boolean isNews(@Nullable Node before, Node after) {
        return before == null
                || !Objects.equals(
                        before.getMetadata().getLabels(), after.getMetadata().getLabels())
                || !Taints.of(before).equals(Taints.of(after));
    }

    private Set<ResourceID> concernedByRevision(Change<ControllerRevision> change) {
        Set<ResourceID> concerned = new LinkedHashSet<>();
        if (!change.isAddition()) {
            change.states()
                    .forEach(revision -> ControllerRef.of(revision)
                            .filter(ref -> ref.getKind().equals("DaemonSet"))
                            .flatMap(
                                    ref -> daemonSets.get(revision.getMetadata().getNamespace(), ref.getName()))
                            .ifPresent(ds -> concerned.add(ResourceID.fromResource(ds))));
        }
        ControllerRevision now = change.after();
        if (now != null && ControllerRef.of(now).isEmpty()) {
            Map<String, String> labels =
                    Objects.requireNonNullElse(now.getMetadata().getLabels(), Map.of());
            daemonSets.inNamespace(now.getMetadata().getNamespace()).stream()
                    .filter(ds -> selector(ds).test(labels))
                    .forEach(ds -> concerned.add(ResourceID.fromResource(ds)));
        }
        return concerned;
    }
}
