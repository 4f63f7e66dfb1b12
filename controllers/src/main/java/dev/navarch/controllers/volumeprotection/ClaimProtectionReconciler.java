package dev.navarch.controllers.volumeprotection;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Optional;

/** The PVC protection controller. */
public final class ClaimProtectionReconciler implements Reconciler<PersistentVolumeClaim> {

    private static final String FINALIZER = "kubernetes.io/pvc-protection";

    private final KubernetesClient client;
    private final SharedInformer<Pod> pods;

    public ClaimProtectionReconciler(ControllerContext context) {
        client = context.client();
        pods = context.informers().of(Pod.class);
    }

    @Override
    public List<EventSource<?, PersistentVolumeClaim>> prepareEventSources(
            EventSourceContext<PersistentVolumeClaim> context) {
        return List.of(new SharedInformerEventSource<>(pods, ClaimProtectionReconciler::claimsThatMayBeFree));
    }

    private static List<ResourceID> claimsThatMayBeFree(Change<Pod> change) {
        Pod pod = change.object();
        boolean uses = !change.isRemoval()
                && !PodState.isTerminal(pod)
                && !nodeName(pod).isEmpty();
        return uses
                ? List.of()
                : pod.getSpec().getVolumes().stream()
                        .flatMap(volume -> claimName(pod, volume).stream())
                        .map(name -> new ResourceID(name, pod.getMetadata().getNamespace()))
                        .toList();
    }

    @Override
    public UpdateControl<PersistentVolumeClaim> reconcile(
            PersistentVolumeClaim claim, Context<PersistentVolumeClaim> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        boolean isProtected = claim.getMetadata().getFinalizers().contains(FINALIZER);
        if (claim.isMarkedForDeletion() && isProtected && !isUsed(claim)) {
            client.resource(new PersistentVolumeClaimBuilder(claim)
                            .editMetadata()
                            .removeFromFinalizers(FINALIZER)
                            .endMetadata()
                            .build())
                    .update();
        } else if (!claim.isMarkedForDeletion() && !isProtected) {
            client.resource(new PersistentVolumeClaimBuilder(claim)
                            .editMetadata()
                            .addToFinalizers(FINALIZER)
                            .endMetadata()
                            .build())
                    .update();
        }
        return UpdateControl.noUpdate();
    }

    /** The cache may lack a pod that uses the claim since a moment ago, so what it does not know is asked of the API. */
    private boolean isUsed(PersistentVolumeClaim claim) {
        String namespace = claim.getMetadata().getNamespace();
        return pods.inNamespace(namespace).stream().anyMatch(pod -> uses(pod, claim))
                || client.pods().inNamespace(namespace).list().getItems().stream()
                        .anyMatch(pod -> uses(pod, claim));
    }

    private static boolean uses(Pod pod, PersistentVolumeClaim claim) {
        String name = claim.getMetadata().getName();
        return !nodeName(pod).isEmpty()
                && pod.getSpec().getVolumes().stream()
                        .filter(volume ->
                                claimName(pod, volume).filter(name::equals).isPresent())
                        .anyMatch(volume -> volume.getPersistentVolumeClaim() != null
                                || (!isShutDown(pod) && ControllerRef.isControlledBy(claim, pod)));
    }

    private static boolean isShutDown(Pod pod) {
        return pod.isMarkedForDeletion()
                && Long.valueOf(0).equals(pod.getMetadata().getDeletionGracePeriodSeconds());
    }

    private static Optional<String> claimName(Pod pod, Volume volume) {
        if (volume.getPersistentVolumeClaim() != null) {
            return Optional.of(volume.getPersistentVolumeClaim().getClaimName());
        }
        return volume.getEphemeral() == null
                ? Optional.empty()
                : Optional.of(pod.getMetadata().getName() + "-" + volume.getName());
    }

    private static String nodeName(Pod pod) {
        String name = pod.getSpec().getNodeName();
        return name == null ? "" : name;
    }
}
