package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.cache.SchedulerCache;
import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.WaitingPod;
import dev.navarch.controllers.scheduler.framework.WaitingPods;
import dev.navarch.controllers.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Turns what informers report into what the cache and the queue must know. */
final class ClusterEvents {

    private final SchedulerCache cache;
    private final SchedulingQueue queue;
    private final Set<String> schedulerNames;
    private final WaitingPods waitingPods;
    private final AtomicLong podsSeen = new AtomicLong();
    private final AtomicLong nodesSeen = new AtomicLong();

    ClusterEvents(SchedulerCache cache, SchedulingQueue queue, Set<String> schedulerNames, WaitingPods waitingPods) {
        this.cache = cache;
        this.queue = queue;
        this.schedulerNames = Set.copyOf(schedulerNames);
        this.waitingPods = waitingPods;
    }

    void listenTo(ClusterInformers informers) {
        informers.nodes().addEventHandler(nodes());
        informers.pods().addEventHandler(pods());
        informers.persistentVolumes().addEventHandler(others(EventResource.PERSISTENT_VOLUME));
        informers.persistentVolumeClaims().addEventHandler(others(EventResource.PERSISTENT_VOLUME_CLAIM));
        informers.storageClasses().addEventHandler(others(EventResource.STORAGE_CLASS));
        informers.csiNodes().addEventHandler(others(EventResource.CSI_NODE));
        informers.csiDrivers().addEventHandler(others(EventResource.CSI_DRIVER));
        informers.csiStorageCapacities().addEventHandler(others(EventResource.CSI_STORAGE_CAPACITY));
        informers.volumeAttachments().addEventHandler(others(EventResource.VOLUME_ATTACHMENT));
    }

    ResourceEventHandler<Node> nodes() {
        return new NodeHandler();
    }

    ResourceEventHandler<Pod> pods() {
        return new PodHandler();
    }

    /** Whether what the informers listed first has arrived here. */
    boolean hasSeen(long pods, long nodes) {
        return podsSeen.get() >= pods && nodesSeen.get() >= nodes;
    }

    private final class NodeHandler implements ResourceEventHandler<Node> {

        @Override
        public void onAdd(Node node) {
            cache.putNode(node);
            queue.moveAll(ClusterEvent.of(EventResource.NODE, ActionType.ADD), null, node);
            nodesSeen.incrementAndGet();
        }

        @Override
        public void onUpdate(Node before, Node after) {
            cache.putNode(after);
            for (ClusterEvent event : Changes.of(before, after)) {
                queue.moveAll(event, before, after);
            }
        }

        @Override
        public void onDelete(Node node, boolean finalStateUnknown) {
            queue.moveAll(ClusterEvent.of(EventResource.NODE, ActionType.DELETE), node, null);
            cache.removeNode(node);
        }
    }

    /** Objects that only make pods worth another attempt. */
    <T extends HasMetadata> ResourceEventHandler<T> others(EventResource resource) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                queue.moveAll(ClusterEvent.of(resource, ActionType.ADD), null, added);
            }

            @Override
            public void onUpdate(T before, T after) {
                queue.moveAll(ClusterEvent.of(resource, ActionType.UPDATE), before, after);
            }

            @Override
            public void onDelete(T deleted, boolean finalStateUnknown) {
                queue.moveAll(ClusterEvent.of(resource, ActionType.DELETE), deleted, null);
            }
        };
    }

    private final class PodHandler implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            if (!hasEnded(pod)) {
                podAdded(pod);
            }
            podsSeen.incrementAndGet();
        }

        @Override
        public void onUpdate(Pod before, Pod after) {
            if (hasEnded(before)) {
                return;
            }
            if (hasEnded(after)) {
                podDeleted(before);
            } else if (!before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
                podDeleted(before);
                podAdded(after);
            } else {
                podUpdated(before, after);
            }
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            podDeleted(pod);
        }
    }

    private static boolean hasEnded(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    private static boolean isAssigned(Pod pod) {
        return !PodInfo.nodeName(pod).isEmpty();
    }

    private boolean isOurs(Pod pod) {
        String name = pod.getSpec().getSchedulerName();
        return name != null && schedulerNames.contains(name);
    }

    private void podAdded(Pod pod) {
        if (isAssigned(pod)) {
            assignedPodAdded(pod);
        } else if (isOurs(pod)) {
            queue.add(pod);
        }
    }

    private void assignedPodAdded(Pod pod) {
        cache.putPod(pod);
        queue.moveAll(ClusterEvent.ASSIGNED_POD_ADD, null, pod);
    }

    private void podUpdated(Pod before, Pod after) {
        String version = after.getMetadata().getResourceVersion();
        if (version != null && version.equals(before.getMetadata().getResourceVersion())) {
            return;
        }
        if (isAssigned(before)) {
            cache.putPod(after);
            for (ClusterEvent event : Changes.of(before, after)) {
                queue.moveAll(event, before, after);
            }
        } else if (isAssigned(after)) {
            assignedPodAdded(after);
            if (isOurs(before)) {
                queue.delete(before);
            }
        } else if (isOurs(before)) {
            waitingPodUpdated(before, after);
        }
    }

    private void waitingPodUpdated(Pod before, Pod after) {
        if (cache.isAssumed(after)) {
            if (after.getMetadata().getDeletionTimestamp() != null
                    && before.getMetadata().getDeletionTimestamp() == null) {
                assumedPodDeleted(after);
            }
            return;
        }
        queue.update(before, after, Changes.of(before, after));
        String nominated = PodInfo.nominatedNodeName(before);
        if (!nominated.isEmpty() && !nominated.equals(PodInfo.nominatedNodeName(after))) {
            roomFreed(before);
        }
    }

    private void podDeleted(Pod pod) {
        if (isAssigned(pod)) {
            cache.removePod(pod);
            queue.moveAll(ClusterEvent.ASSIGNED_POD_DELETE, pod, null);
            if (isOurs(pod)) {
                queue.delete(pod);
            }
        } else if (isOurs(pod)) {
            queue.delete(pod);
            if (cache.isAssumed(pod)) {
                assumedPodDeleted(pod);
            } else if (!PodInfo.nominatedNodeName(pod).isEmpty()) {
                roomFreed(pod);
            }
        }
    }

    /** A pod gave up the node that was kept for it: of use to pods that could not take it from it. */
    private void roomFreed(Pod pod) {
        int priority = PodInfo.priority(pod);
        queue.moveAll(ClusterEvent.ASSIGNED_POD_DELETE, pod, null, other -> PodInfo.priority(other) <= priority);
    }

    private void assumedPodDeleted(Pod pod) {
        String uid = pod.getMetadata().getUid();
        PodInfo assumed = cache.pod(uid).orElse(null);
        if (assumed == null) {
            return;
        }
        WaitingPod waiting = waitingPods.get(uid);
        if (waiting == null || !waiting.reject("", "removed")) {
            cache.forgetPod(assumed);
        }
        queue.moveAll(ClusterEvent.ASSIGNED_POD_DELETE, assumed.pod(), null);
    }
}
