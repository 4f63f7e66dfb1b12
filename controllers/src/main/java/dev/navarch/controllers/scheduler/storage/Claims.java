package dev.navarch.controllers.scheduler.storage;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims of pods and what they ask for. */
public final class Claims {

    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
    private static final String STORAGE = "storage";

    private Claims() {}

    /**
     * A volume of a pod that is a claim.
     *
     * @param ephemeral whether the claim is made for the pod and goes with it
     */
    public record Use(String claimName, boolean ephemeral) {}

    public static List<Use> of(Pod pod) {
        List<Use> uses = new ArrayList<>(0);
        if (pod.getSpec().getVolumes() != null) {
            for (Volume volume : pod.getSpec().getVolumes()) {
                if (volume.getPersistentVolumeClaim() != null) {
                    uses.add(new Use(volume.getPersistentVolumeClaim().getClaimName(), false));
                } else if (volume.getEphemeral() != null) {
                    uses.add(new Use(pod.getMetadata().getName() + "-" + volume.getName(), true));
                }
            }
        }
        return uses;
    }

    public static boolean uses(Pod pod, String claimName) {
        return of(pod).stream().anyMatch(use -> use.claimName.equals(claimName));
    }

    /** Whether a claim of this name was made for the pod, and not by somebody else before. */
    public static boolean isOwnedBy(PersistentVolumeClaim claim, Pod pod) {
        return claim.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> Boolean.TRUE.equals(owner.getController())
                        && owner.getUid().equals(pod.getMetadata().getUid()));
    }

    /** Empty when the claim names no class. */
    public static String className(PersistentVolumeClaim claim) {
        String annotated = annotation(claim, CLASS_ANNOTATION);
        return annotated != null ? annotated : orEmpty(claim.getSpec().getStorageClassName());
    }

    /** Empty when the volume is of no class. */
    public static String className(PersistentVolume volume) {
        String annotated = annotation(volume, CLASS_ANNOTATION);
        return annotated != null ? annotated : orEmpty(volume.getSpec().getStorageClassName());
    }

    /** The name of the volume that the claim is bound to or asks for, or empty. */
    public static String volumeName(PersistentVolumeClaim claim) {
        return orEmpty(claim.getSpec().getVolumeName());
    }

    public static boolean isFullyBound(PersistentVolumeClaim claim) {
        return !volumeName(claim).isEmpty() && annotation(claim, BIND_COMPLETED) != null;
    }

    public static boolean waitsForConsumer(StorageClass storageClass) {
        return "WaitForFirstConsumer".equals(storageClass.getVolumeBindingMode());
    }

    /** Null when the claim does not say. */
    public static @Nullable Quantity requestedStorage(PersistentVolumeClaim claim) {
        var resources = claim.getSpec().getResources();
        return resources == null || resources.getRequests() == null
                ? null
                : resources.getRequests().get(STORAGE);
    }

    public static @Nullable Quantity capacity(PersistentVolume volume) {
        return volume.getSpec().getCapacity() == null
                ? null
                : volume.getSpec().getCapacity().get(STORAGE);
    }

    public static @Nullable String annotation(HasMetadata object, String key) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(key);
    }

    /** {@code namespace/name}. */
    public static String key(PersistentVolumeClaim claim) {
        return claim.getMetadata().getNamespace() + "/" + claim.getMetadata().getName();
    }

    static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
