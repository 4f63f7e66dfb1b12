package dev.navarch.controllers.scheduler.plugins.volumebinding;

import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.storage.Claims;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a pod that found no volumes is worth another attempt. */
final class VolumeHints {

    private VolumeHints() {}

    private static QueueingHint queueIf(boolean helps) {
        return helps ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }

    static QueueingHint afterStorageClassChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        return queueIf(!(before instanceof StorageClass old)
                || !(after instanceof StorageClass changed)
                || !Objects.equals(old.getAllowedTopologies(), changed.getAllowedTopologies()));
    }

    static QueueingHint afterClaimChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        return queueIf(after != null
                && pod.getMetadata().getNamespace().equals(after.getMetadata().getNamespace())
                && Claims.uses(pod, after.getMetadata().getName()));
    }

    /** A driver stopped publishing capacities, so that none need be found. */
    static QueueingHint afterDriverChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        boolean isUsed = after != null
                && pod.getSpec().getVolumes() != null
                && pod.getSpec().getVolumes().stream()
                        .anyMatch(volume -> volume.getCsi() != null
                                && after.getMetadata()
                                        .getName()
                                        .equals(volume.getCsi().getDriver()));
        return queueIf(isUsed && publishesCapacity(before) && !publishesCapacity(after));
    }

    private static boolean publishesCapacity(@Nullable HasMetadata driver) {
        return driver instanceof CSIDriver d && Boolean.TRUE.equals(d.getSpec().getStorageCapacity());
    }

    static QueueingHint afterCapacityChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        return queueIf(!(before instanceof CSIStorageCapacity old)
                || !(after instanceof CSIStorageCapacity changed)
                || VolumeFinder.limit(changed) > VolumeFinder.limit(old));
    }
}
