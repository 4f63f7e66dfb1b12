package dev.navarch.controllers.scheduler.plugins.noderesources;

import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.resources.PodRequests;
import dev.navarch.controllers.scheduler.resources.Resource;
import dev.navarch.controllers.scheduler.resources.Resources;
import java.util.List;
import java.util.Map;

/** How much of each counted resource a node has given away, without and with the pod on it. */
final class Allocation {

    private final long[] requested;
    private final long[] allocated;
    private final long[] allocatable;

    private Allocation(int resources) {
        requested = new long[resources];
        allocated = new long[resources];
        allocatable = new long[resources];
    }

    /** What the pod asks for of each counted resource. */
    static final class PodShare implements CycleState.StateData {

        private final long[] amounts;

        private PodShare(long[] amounts) {
            this.amounts = amounts;
        }

        /** Exact: containers without requests count as nothing instead of with the defaults. */
        static PodShare of(PodInfo pod, List<ResourceWeight> resources, boolean exact) {
            Map<String, Long> requests = exact ? PodRequests.of(pod.pod()) : PodRequests.scored(pod.pod());
            long[] amounts = new long[resources.size()];
            for (int i = 0; i < amounts.length; i++) {
                amounts[i] = requests.getOrDefault(resources.get(i).name(), 0L);
            }
            return new PodShare(amounts);
        }

        boolean isNothing() {
            for (long amount : amounts) {
                if (amount != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    static Allocation of(PodShare pod, NodeInfo node, List<ResourceWeight> resources, boolean exact) {
        int count = resources.size();
        Allocation result = new Allocation(count);
        Resource used = exact ? node.requested() : node.nonZeroRequested();
        for (int i = 0; i < count; i++) {
            String name = resources.get(i).name();
            switch (name) {
                case Resources.CPU -> result.set(i, pod, node.allocatable().milliCpu(), used.milliCpu());
                case Resources.MEMORY -> result.set(i, pod, node.allocatable().memory(), used.memory());
                case Resources.EPHEMERAL_STORAGE ->
                    result.set(
                            i,
                            pod,
                            node.allocatable().ephemeralStorage(),
                            node.requested().ephemeralStorage());
                default -> {
                    if (pod.amounts[i] != 0 || !Resources.isScalar(name)) {
                        result.set(
                                i,
                                pod,
                                node.allocatable().scalar(name),
                                node.requested().scalar(name));
                    }
                }
            }
        }
        return result;
    }

    /** With the pod. */
    long requested(int resource) {
        return requested[resource];
    }

    /** Without the pod. */
    long allocated(int resource) {
        return allocated[resource];
    }

    /** All that the node has; 0 when the resource does not count. */
    long allocatable(int resource) {
        return allocatable[resource];
    }

    int resources() {
        return requested.length;
    }

    private void set(int i, PodShare pod, long capacity, long used) {
        if (capacity != 0) {
            allocatable[i] = capacity;
            allocated[i] = used;
            requested[i] = used + pod.amounts[i];
        }
    }
}
