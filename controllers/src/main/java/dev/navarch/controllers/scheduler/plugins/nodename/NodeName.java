package dev.navarch.controllers.scheduler.plugins.nodename;

import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.FilterPlugin;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.Status;
import java.util.List;

/** {@code NodeName}. */
public final class NodeName implements FilterPlugin, EnqueueExtensions {

    public static final String NAME = "NodeName";

    private static final Status REJECTED = Status.unresolvable("node(s) didn't match the requested node name");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        String wanted = PodInfo.nodeName(pod.pod());
        return wanted.isEmpty() || wanted.equals(node.name()) ? Status.SUCCESS : REJECTED;
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(new QueueingHint.Registration(
                ClusterEvent.of(EventResource.NODE, ActionType.ADD), QueueingHint.Function.ALWAYS));
    }
}
