package dev.navarch.controllers.scheduler.plugins.volumezone;

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
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code VolumeZone}. */
public final class VolumeZone implements PreFilterPlugin, FilterPlugin, EnqueueExtensions {

    public static final String NAME = "VolumeZone";

    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String REGION = "topology.kubernetes.io/region";
    private static final Map<String, String> LEGACY =
            Map.of("failure-domain.beta.kubernetes.io/zone", ZONE, "failure-domain.beta.kubernetes.io/region", REGION);
    private static final List<String> LABELS =
            List.of("failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region", ZONE, REGION);
    /** Several zones in one label: a volume that is kept in all of them. */
    private static final Pattern SEPARATOR = Pattern.compile("__");

    private static final Status REJECTED = Status.unresolvable("node(s) had no available volume zone");
    private static final CycleState.Key<Topologies> TOPOLOGIES =
            new CycleState.Key<>("PreFilter" + NAME, Topologies.class);

    private record Topology(String key, Set<String> values) {}

    private record Topologies(List<Topology> all) implements CycleState.StateData {}

    private final Handle handle;

    public VolumeZone(Handle handle) {
        this.handle = handle;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        List<Topology> topologies = new ArrayList<>();
        for (Claims.Use use : Claims.of(pod.pod())) {
            if (use.ephemeral()) {
                continue;
            }
            Status status = addTopologies(topologies, pod, use.claimName());
            if (!status.isSuccess()) {
                return Result.of(status);
            }
        }
        if (topologies.isEmpty()) {
            return Result.SKIP;
        }
        state.write(TOPOLOGIES, new Topologies(topologies));
        return Result.SUCCESS;
    }

    private Status addTopologies(List<Topology> to, PodInfo pod, String claimName) {
        PersistentVolumeClaim claim = handle.listers().persistentVolumeClaims().get(pod.namespace(), claimName);
        if (claim == null) {
            return Status.unresolvable("persistentvolumeclaim \"" + claimName + "\" not found");
        }
        String volumeName = Claims.volumeName(claim);
        if (volumeName.isEmpty()) {
            return whyUnbound(claim);
        }
        PersistentVolume volume = handle.listers().persistentVolumes().get("", volumeName);
        if (volume == null) {
            return Status.unresolvable("persistentvolume \"" + volumeName + "\" not found");
        }
        to.addAll(topologies(volume));
        return Status.SUCCESS;
    }

    private Status whyUnbound(PersistentVolumeClaim claim) {
        String className = Claims.className(claim);
        if (className.isEmpty()) {
            return Status.unresolvable("PersistentVolumeClaim had no pv name and storageClass name");
        }
        StorageClass storageClass = handle.listers().storageClasses().get("", className);
        if (storageClass == null) {
            return Status.unresolvable("storageclass.storage.k8s.io \"" + className + "\" not found");
        }
        if (storageClass.getVolumeBindingMode() == null) {
            return Status.unresolvable("VolumeBindingMode not set for StorageClass \"" + className + "\"");
        }
        return Claims.waitsForConsumer(storageClass)
                ? Status.SUCCESS
                : Status.unresolvable("PersistentVolume had no name");
    }

    private static List<Topology> topologies(PersistentVolume volume) {
        Map<String, String> labels = volume.getMetadata().getLabels();
        List<Topology> topologies = new ArrayList<>(0);
        if (labels != null) {
            for (String key : LABELS) {
                String value = labels.get(key);
                if (value != null) {
                    topologies.add(new Topology(key, Set.of(SEPARATOR.split(value))));
                }
            }
        }
        return topologies;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        if (LABELS.stream().noneMatch(node.labels()::containsKey)) {
            return Status.SUCCESS;
        }
        for (Topology topology : state.read(TOPOLOGIES).all) {
            String value = node.labels().get(topology.key);
            if (value == null) {
                value = node.labels().get(LEGACY.getOrDefault(topology.key, topology.key));
            }
            if (value == null || !topology.values.contains(value)) {
                return REJECTED;
            }
        }
        return Status.SUCCESS;
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.STORAGE_CLASS, ActionType.ADD),
                        (pod, before, after) -> after instanceof StorageClass added && Claims.waitsForConsumer(added)
                                ? QueueingHint.QUEUE
                                : QueueingHint.SKIP),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_LABEL),
                        QueueingHint.Function.ALWAYS),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD_OR_UPDATE),
                        VolumeZone::afterClaimChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.PERSISTENT_VOLUME, ActionType.ADD_OR_UPDATE),
                        VolumeZone::afterVolumeChange));
    }

    private static QueueingHint afterClaimChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        return after != null
                        && pod.getMetadata()
                                .getNamespace()
                                .equals(after.getMetadata().getNamespace())
                        && Claims.uses(pod, after.getMetadata().getName())
                ? QueueingHint.QUEUE
                : QueueingHint.SKIP;
    }

    private static QueueingHint afterVolumeChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        if (before instanceof PersistentVolume old && after instanceof PersistentVolume changed) {
            return topologies(old).equals(topologies(changed)) ? QueueingHint.SKIP : QueueingHint.QUEUE;
        }
        return QueueingHint.QUEUE;
    }
}
