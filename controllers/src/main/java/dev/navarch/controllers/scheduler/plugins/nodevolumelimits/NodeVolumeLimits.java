package dev.navarch.controllers.scheduler.plugins.nodevolumelimits;

import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.FilterPlugin;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PreFilterPlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.storage.Claims;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeDriver;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code NodeVolumeLimits}. Counts volumes of CSI drivers by the limits that nodes announce in their CSINode. */
public final class NodeVolumeLimits implements PreFilterPlugin, FilterPlugin, EnqueueExtensions {

    public static final String NAME = "NodeVolumeLimits";

    private static final Status REJECTED = Status.unschedulable("node(s) exceed max volume count");

    /** A volume of a driver; one that does not exist yet is named after its claim. */
    private record CsiVolume(String driver, String handle) {}

    private final Handle handle;

    public NodeVolumeLimits(Handle handle) {
        this.handle = handle;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        return Claims.of(pod.pod()).isEmpty() ? Result.SKIP : Result.SUCCESS;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        Set<CsiVolume> wanted = new HashSet<>();
        for (Claims.Use use : Claims.of(pod.pod())) {
            PersistentVolumeClaim claim =
                    handle.listers().persistentVolumeClaims().get(pod.namespace(), use.claimName());
            if (claim == null) {
                return Status.unresolvable("looking up PVC " + pod.namespace() + "/" + use.claimName()
                        + ": persistentvolumeclaim \"" + use.claimName() + "\" not found");
            }
            addVolume(wanted, claim);
        }
        Map<String, Integer> limits = limits(handle.listers().csiNodes().get("", node.name()));
        if (wanted.isEmpty() || limits.isEmpty()) {
            return Status.SUCCESS;
        }
        Set<CsiVolume> attached = attachedTo(node);
        wanted.removeAll(attached);
        return fits(wanted, attached, limits) ? Status.SUCCESS : REJECTED;
    }

    private static boolean fits(Set<CsiVolume> wanted, Set<CsiVolume> attached, Map<String, Integer> limits) {
        Map<String, Integer> counts = new HashMap<>();
        attached.forEach(volume -> counts.merge(volume.driver, 1, Integer::sum));
        for (CsiVolume volume : wanted) {
            int count = counts.merge(volume.driver, 1, Integer::sum);
            if (count > limits.getOrDefault(volume.driver, Integer.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    /** Volumes of the node's pods, and those that are attached for other reasons. */
    private Set<CsiVolume> attachedTo(NodeInfo node) {
        Set<CsiVolume> attached = new HashSet<>();
        for (PodInfo pod : node.pods()) {
            for (Claims.Use use : Claims.of(pod.pod())) {
                PersistentVolumeClaim claim =
                        handle.listers().persistentVolumeClaims().get(pod.namespace(), use.claimName());
                if (claim != null) {
                    addVolume(attached, claim);
                }
            }
        }
        for (VolumeAttachment attachment : handle.listers().volumeAttachments().list()) {
            String volumeName = attachment.getSpec().getSource().getPersistentVolumeName();
            if (node.name().equals(attachment.getSpec().getNodeName()) && volumeName != null) {
                PersistentVolume volume = handle.listers().persistentVolumes().get("", volumeName);
                if (volume != null && volume.getSpec().getCsi() != null) {
                    attached.add(new CsiVolume(
                            attachment.getSpec().getAttacher(),
                            volume.getSpec().getCsi().getVolumeHandle()));
                }
            }
        }
        return attached;
    }

    private void addVolume(Set<CsiVolume> to, PersistentVolumeClaim claim) {
        PersistentVolume volume = handle.listers().persistentVolumes().get("", Claims.volumeName(claim));
        if (volume != null) {
            if (volume.getSpec().getCsi() != null) {
                to.add(new CsiVolume(
                        volume.getSpec().getCsi().getDriver(),
                        volume.getSpec().getCsi().getVolumeHandle()));
            }
            return;
        }
        StorageClass storageClass = handle.listers().storageClasses().get("", Claims.className(claim));
        if (storageClass != null) {
            to.add(new CsiVolume(storageClass.getProvisioner(), "claim " + Claims.key(claim)));
        }
    }

    private static Map<String, Integer> limits(@Nullable CSINode node) {
        Map<String, Integer> limits = new HashMap<>();
        if (node != null && node.getSpec() != null) {
            for (CSINodeDriver driver : node.getSpec().getDrivers()) {
                if (driver.getAllocatable() != null && driver.getAllocatable().getCount() != null) {
                    limits.put(driver.getName(), driver.getAllocatable().getCount());
                }
            }
        }
        return limits;
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.CSI_NODE, ActionType.ADD), QueueingHint.Function.ALWAYS),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.CSI_NODE, ActionType.UPDATE), NodeVolumeLimits::afterLimitChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.POD, ActionType.DELETE), NodeVolumeLimits::afterPodDeletion),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD),
                        NodeVolumeLimits::afterClaimAdded),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.VOLUME_ATTACHMENT, ActionType.DELETE),
                        (pod, before, after) -> Claims.of(pod).stream().anyMatch(use -> !use.ephemeral())
                                ? QueueingHint.QUEUE
                                : QueueingHint.SKIP));
    }

    private static QueueingHint afterLimitChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        Map<String, Integer> old = limits(before instanceof CSINode node ? node : null);
        return limits(after instanceof CSINode node ? node : null).entrySet().stream()
                        .anyMatch(limit -> limit.getValue() > old.getOrDefault(limit.getKey(), 0))
                ? QueueingHint.QUEUE
                : QueueingHint.SKIP;
    }

    private static QueueingHint afterPodDeletion(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        return before instanceof Pod deleted
                        && !Claims.of(deleted).isEmpty()
                        && !(PodInfo.nodeName(deleted).isEmpty()
                                && PodInfo.nominatedNodeName(deleted).isEmpty())
                ? QueueingHint.QUEUE
                : QueueingHint.SKIP;
    }

    private static QueueingHint afterClaimAdded(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        return after != null
                        && pod.getMetadata()
                                .getNamespace()
                                .equals(after.getMetadata().getNamespace())
                        && Claims.uses(pod, after.getMetadata().getName())
                ? QueueingHint.QUEUE
                : QueueingHint.SKIP;
    }
}
