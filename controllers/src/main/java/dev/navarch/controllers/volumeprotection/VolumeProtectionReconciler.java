package dev.navarch.controllers.volumeprotection;

import dev.navarch.controllers.ControllerContext;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;

/** The PV protection controller. */
public final class VolumeProtectionReconciler implements Reconciler<PersistentVolume> {

    private static final String FINALIZER = "kubernetes.io/pv-protection";

    private final KubernetesClient client;

    public VolumeProtectionReconciler(ControllerContext context) {
        client = context.client();
    }

    @Override
    public UpdateControl<PersistentVolume> reconcile(PersistentVolume volume, Context<PersistentVolume> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        boolean isProtected = volume.getMetadata().getFinalizers().contains(FINALIZER);
        boolean isBound =
                volume.getStatus() != null && "Bound".equals(volume.getStatus().getPhase());
        if (volume.isMarkedForDeletion() && isProtected && !isBound) {
            client.resource(new PersistentVolumeBuilder(volume)
                            .editMetadata()
                            .removeFromFinalizers(FINALIZER)
                            .endMetadata()
                            .build())
                    .update();
        } else if (!volume.isMarkedForDeletion() && !isProtected) {
            client.resource(new PersistentVolumeBuilder(volume)
                            .editMetadata()
                            .addToFinalizers(FINALIZER)
                            .endMetadata()
                            .build())
                    .update();
        }
        return UpdateControl.noUpdate();
    }
}
