package dev.navarch.controllers.scheduler.storage;

import dev.navarch.controllers.scheduler.matching.LabelMatcher;
import dev.navarch.controllers.scheduler.matching.NodeMatcher;
import dev.navarch.controllers.scheduler.resources.Quantities;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which volumes suit a claim, and which nodes reach a volume. */
public final class Volumes {

    private static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
    private static final String FILESYSTEM = "Filesystem";

    private Volumes() {}

    /** Whether the volume's node affinity lets it be used on the node. */
    public static boolean isReachable(PersistentVolume volume, Node node) {
        var affinity = volume.getSpec().getNodeAffinity();
        return affinity == null
                || affinity.getRequired() == null
                || NodeMatcher.of(affinity.getRequired()).matches(node);
    }

    /** Whether the volume is bound to the claim or kept for it. */
    public static boolean isFor(PersistentVolume volume, PersistentVolumeClaim claim) {
        ObjectReference reference = volume.getSpec().getClaimRef();
        if (reference == null
                || !claim.getMetadata().getName().equals(reference.getName())
                || !claim.getMetadata().getNamespace().equals(reference.getNamespace())) {
            return false;
        }
        String uid = Claims.orEmpty(reference.getUid());
        return uid.isEmpty() || uid.equals(claim.getMetadata().getUid());
    }

    /**
     * The volume for a claim on a node: one that is kept for it, else the smallest free one that suits; null when there
     * is none.
     *
     * @param taken names of volumes that other claims of the pod get
     */
    public static @Nullable PersistentVolume bestFor(
            PersistentVolumeClaim claim, Collection<PersistentVolume> volumes, Node node, Set<String> taken) {
        PersistentVolume best = null;
        for (PersistentVolume volume : volumes) {
            if (taken.contains(volume.getMetadata().getName()) || !isPossible(volume, claim)) {
                continue;
            }
            if (isFor(volume, claim)) {
                return isReachable(volume, node) ? volume : null;
            }
            if (isFreeAndSuits(volume, claim, node) && (best == null || capacity(volume) < capacity(best))) {
                best = volume;
            }
        }
        return best;
    }

    private static long capacity(PersistentVolume volume) {
        return Quantities.value(Claims.capacity(volume));
    }

    private static boolean isPossible(PersistentVolume volume, PersistentVolumeClaim claim) {
        PersistentVolumeSpec have = volume.getSpec();
        PersistentVolumeClaimSpec want = claim.getSpec();
        return (have.getClaimRef() == null || isFor(volume, claim))
                && capacity(volume) >= Quantities.value(Claims.requestedStorage(claim))
                && mode(have.getVolumeMode()).equals(mode(want.getVolumeMode()))
                && Claims.orEmpty(have.getVolumeAttributesClassName())
                        .equals(Claims.orEmpty(want.getVolumeAttributesClassName()))
                && volume.getMetadata().getDeletionTimestamp() == null;
    }

    private static boolean isFreeAndSuits(PersistentVolume volume, PersistentVolumeClaim claim, Node node) {
        return volume.getStatus() != null
                && "Available".equals(volume.getStatus().getPhase())
                && (claim.getSpec().getSelector() == null
                        || LabelMatcher.of(claim.getSpec().getSelector())
                                .matches(volume.getMetadata().getLabels()))
                && Claims.className(volume).equals(Claims.className(claim))
                && new HashSet<>(orEmpty(volume.getSpec().getAccessModes()))
                        .containsAll(orEmpty(claim.getSpec().getAccessModes()))
                && isReachable(volume, node);
    }

    private static String mode(@Nullable String mode) {
        return mode == null || mode.isEmpty() ? FILESYSTEM : mode;
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }

    /** The volume with its reference to the claim; the same object when nothing need be written. */
    public static PersistentVolume boundTo(PersistentVolume volume, PersistentVolumeClaim claim) {
        boolean kept = isFor(volume, claim);
        ObjectReference reference = volume.getSpec().getClaimRef();
        boolean complete =
                kept && reference != null && claim.getMetadata().getUid().equals(reference.getUid());
        if (complete) {
            return volume;
        }
        PersistentVolumeBuilder builder = new PersistentVolumeBuilder(volume)
                .editSpec()
                .withNewClaimRef()
                .withApiVersion(claim.getApiVersion())
                .withKind(claim.getKind())
                .withName(claim.getMetadata().getName())
                .withNamespace(claim.getMetadata().getNamespace())
                .withUid(claim.getMetadata().getUid())
                .withResourceVersion(claim.getMetadata().getResourceVersion())
                .endClaimRef()
                .endSpec();
        if (!kept && Claims.annotation(volume, BOUND_BY_CONTROLLER) == null) {
            builder.editMetadata().addToAnnotations(BOUND_BY_CONTROLLER, "yes").endMetadata();
        }
        return builder.build();
    }
}
