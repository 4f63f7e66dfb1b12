package dev.navarch.controllers.scheduler.plugins.nodeports;

import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.FilterPlugin;
import dev.navarch.controllers.scheduler.framework.HostPorts;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PreFilterPlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.Status;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code NodePorts}. */
public final class NodePorts implements PreFilterPlugin, FilterPlugin, EnqueueExtensions {

    public static final String NAME = "NodePorts";

    private static final Status REJECTED =
            Status.unschedulable("node(s) didn't have free ports for the requested pod ports");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        return pod.hostPorts().isEmpty() ? Result.SKIP : Result.SUCCESS;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        return node.usedPorts().conflictsWith(pod.hostPorts()) ? REJECTED : Status.SUCCESS;
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.POD, ActionType.DELETE), NodePorts::afterPodDeletion),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.NODE, ActionType.ADD), QueueingHint.Function.ALWAYS));
    }

    private static QueueingHint afterPodDeletion(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        if (!(before instanceof Pod deleted)
                || (PodInfo.nodeName(deleted).isEmpty()
                        && PodInfo.nominatedNodeName(deleted).isEmpty())) {
            return QueueingHint.SKIP;
        }
        HostPorts freed = new HostPorts();
        freed.add(new PodInfo(deleted).hostPorts());
        return freed.conflictsWith(new PodInfo(pod).hostPorts()) ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }
}
