package dev.navarch.controllers.scheduler.plugins.volumerestrictions;

import dev.navarch.controllers.scheduler.framework.PodInfo;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Disks named in pods themselves that two pods of a node cannot both use, unless all only read. */
final class DiskConflicts {

    private DiskConflicts() {}

    static List<Volume> disks(Pod pod) {
        List<Volume> volumes = pod.getSpec().getVolumes();
        return volumes == null
                ? List.of()
                : volumes.stream().filter(DiskConflicts::isDisk).toList();
    }

    private static boolean isDisk(Volume volume) {
        return volume.getGcePersistentDisk() != null
                || volume.getAwsElasticBlockStore() != null
                || volume.getRbd() != null
                || volume.getIscsi() != null;
    }

    static boolean exist(Pod pod, List<PodInfo> others) {
        List<Volume> disks = disks(pod);
        if (disks.isEmpty()) {
            return false;
        }
        for (PodInfo other : others) {
            for (Volume used : disks(other.pod())) {
                for (Volume wanted : disks) {
                    if (conflict(wanted, used)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean conflict(Volume a, Volume b) {
        return gce(a, b) || ebs(a, b) || iscsi(a, b) || rbd(a, b);
    }

    private static boolean gce(Volume a, Volume b) {
        return a.getGcePersistentDisk() != null
                && b.getGcePersistentDisk() != null
                && Objects.equals(
                        a.getGcePersistentDisk().getPdName(),
                        b.getGcePersistentDisk().getPdName())
                && someoneWrites(
                        a.getGcePersistentDisk().getReadOnly(),
                        b.getGcePersistentDisk().getReadOnly());
    }

    private static boolean ebs(Volume a, Volume b) {
        return a.getAwsElasticBlockStore() != null
                && b.getAwsElasticBlockStore() != null
                && Objects.equals(
                        a.getAwsElasticBlockStore().getVolumeID(),
                        b.getAwsElasticBlockStore().getVolumeID());
    }

    private static boolean iscsi(Volume a, Volume b) {
        return a.getIscsi() != null
                && b.getIscsi() != null
                && Objects.equals(a.getIscsi().getIqn(), b.getIscsi().getIqn())
                && someoneWrites(a.getIscsi().getReadOnly(), b.getIscsi().getReadOnly());
    }

    private static boolean rbd(Volume a, Volume b) {
        return a.getRbd() != null
                && b.getRbd() != null
                && !Collections.disjoint(a.getRbd().getMonitors(), b.getRbd().getMonitors())
                && Objects.equals(a.getRbd().getPool(), b.getRbd().getPool())
                && Objects.equals(a.getRbd().getImage(), b.getRbd().getImage())
                && someoneWrites(a.getRbd().getReadOnly(), b.getRbd().getReadOnly());
    }

    private static boolean someoneWrites(@Nullable Boolean aReads, @Nullable Boolean bReads) {
        return !(Boolean.TRUE.equals(aReads) && Boolean.TRUE.equals(bReads));
    }
}
