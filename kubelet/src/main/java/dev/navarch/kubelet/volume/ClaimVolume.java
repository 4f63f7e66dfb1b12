package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;

/** A claim (also of an ephemeral volume) bound to a PersistentVolume on this machine: hostPath or local. */
final class ClaimVolume implements VolumeSetup {
    private final KubernetesClient client;

    ClaimVolume(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public boolean handles(Volume volume) {
        return volume.getPersistentVolumeClaim() != null || volume.getEphemeral() != null;
    }

    @Override
    public String directoryName() {
        return "";
    }

    @Override
    public Path setUp(Context context) throws VolumeException, IOException {
        PersistentVolume volume = bound(context.pod(), claimName(context));
        if (volume.getSpec().getHostPath() != null) {
            String type = volume.getSpec().getHostPath().getType();
            return HostPathVolume.check(Path.of(volume.getSpec().getHostPath().getPath()), type == null ? "" : type);
        }
        if (volume.getSpec().getLocal() != null) {
            return HostPathVolume.check(Path.of(volume.getSpec().getLocal().getPath()), "Directory");
        }
        throw new VolumeException("no volume plugin matched PersistentVolume "
                + volume.getMetadata().getName() + ": this kubelet mounts hostPath and local volumes");
    }

    private static String claimName(Context context) {
        return context.volume().getPersistentVolumeClaim() != null
                ? context.volume().getPersistentVolumeClaim().getClaimName()
                : context.pod().getMetadata().getName() + "-" + context.volume().getName();
    }

    private PersistentVolume bound(Pod pod, String name) throws VolumeException {
        String namespace = pod.getMetadata().getNamespace();
        try {
            PersistentVolumeClaim claim = client.persistentVolumeClaims()
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            if (claim == null) {
                throw new VolumeException("persistentvolumeclaim \"" + name + "\" not found");
            }
            String phase = claim.getStatus() == null
                    ? ""
                    : String.valueOf(claim.getStatus().getPhase());
            if (!phase.equals("Bound") || claim.getSpec().getVolumeName() == null) {
                throw new VolumeException("can't use PVC " + namespace + "/" + name + ": PVC is not bound");
            }
            PersistentVolume volume = client.persistentVolumes()
                    .withName(claim.getSpec().getVolumeName())
                    .get();
            if (volume == null) {
                throw new VolumeException(
                        "persistentvolume \"" + claim.getSpec().getVolumeName() + "\" not found");
            }
            return volume;
        } catch (KubernetesClientException e) {
            throw new VolumeException(String.valueOf(e.getMessage()), e);
        }
    }
}
