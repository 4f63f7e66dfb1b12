package dev.navarch.controllers.deployment;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.pods.Expectations;
import dev.navarch.controllers.pods.OwnedPods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Deployment controller. */
public final class DeploymentReconciler implements Reconciler<Deployment> {

    private final SharedInformer<Deployment> deployments;
    private final SharedInformer<ReplicaSet> replicaSets;
    private final SharedInformer<Pod> pods;
    private final DeploymentSync sync;

    public DeploymentReconciler(ControllerContext context) {
        deployments = context.informers().of(Deployment.class);
        replicaSets = context.informers().of(ReplicaSet.class);
        pods = context.informers().of(Pod.class);
        OwnedPods<ReplicaSet> podsOf =
                new OwnedPods<>(pods, replicaSets, "ReplicaSet", rs -> labels -> false, new Expectations());
        sync = new DeploymentSync(context.client(), context.events().recorder("deployment-controller"), podsOf::of);
    }

    @Override
    public List<EventSource<?, Deployment>> prepareEventSources(EventSourceContext<Deployment> context) {
        return List.of(
                new SharedInformerEventSource<>(replicaSets, this::concernedByReplicaSet),
                new SharedInformerEventSource<>(pods, this::concernedByPod));
    }

    @Override
    public UpdateControl<Deployment> reconcile(Deployment deployment, Context<Deployment> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        try {
            return sync.sync(
                            deployment,
                            replicaSets.inNamespace(deployment.getMetadata().getNamespace()))
                    .map(next -> UpdateControl.<Deployment>noUpdate().rescheduleAfter(next))
                    .orElseGet(UpdateControl::noUpdate);
        } catch (KubernetesClientException e) {
            if (ApiErrors.isNamespaceTerminating(e)) {
                return UpdateControl.noUpdate();
            }
            throw e;
        }
    }

    private Set<ResourceID> concernedByReplicaSet(Change<ReplicaSet> change) {
        Set<ResourceID> concerned = new LinkedHashSet<>();
        change.states().forEach(rs -> owner(rs).ifPresent(d -> concerned.add(ResourceID.fromResource(d))));
        ReplicaSet now = change.after();
        if (now != null && ControllerRef.of(now).isEmpty()) {
            deployments.inNamespace(now.getMetadata().getNamespace()).stream()
                    .filter(d -> LabelSelectors.matches(
                            d.getSpec().getSelector(), now.getMetadata().getLabels()))
                    .forEach(d -> concerned.add(ResourceID.fromResource(d)));
        }
        return concerned;
    }

    /** A Deployment that recreates waits for the end of its old pods. */
    private List<ResourceID> concernedByPod(Change<Pod> change) {
        if (!change.isRemoval()) {
            return List.of();
        }
        return ControllerRef.of(change.object())
                .filter(ref -> ref.getKind().equals("ReplicaSet"))
                .flatMap(ref -> replicaSets.get(change.object().getMetadata().getNamespace(), ref.getName()))
                .flatMap(this::owner)
                .filter(d -> "Recreate".equals(d.getSpec().getStrategy().getType()))
                .map(d -> List.of(ResourceID.fromResource(d)))
                .orElse(List.of());
    }

    private Optional<Deployment> owner(HasMetadata object) {
        return ControllerRef.of(object)
                .filter(ref -> ref.getKind().equals("Deployment"))
                .flatMap(ref -> deployments
                        .get(object.getMetadata().getNamespace(), ref.getName())
                        .filter(d -> d.getMetadata().getUid().equals(ref.getUid())));
    }
}
