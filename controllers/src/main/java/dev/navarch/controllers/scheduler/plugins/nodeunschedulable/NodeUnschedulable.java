package dev.navarch.controllers.scheduler.plugins.nodeunschedulable;

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
import dev.navarch.controllers.scheduler.matching.Tolerations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code NodeUnschedulable}. */
public final class NodeUnschedulable implements FilterPlugin, EnqueueExtensions {

    public static final String NAME = "NodeUnschedulable";

    private static final Status REJECTED = Status.unresolvable("node(s) were unschedulable");
    private static final Taint UNSCHEDULABLE =
            new Taint(Tolerations.NO_SCHEDULE, "node.kubernetes.io/unschedulable", null, null);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        return isSchedulable(node.node()) || toleratesUnschedulable(pod.pod()) ? Status.SUCCESS : REJECTED;
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_TAINT),
                        NodeUnschedulable::afterNodeChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_TOLERATION),
                        NodeUnschedulable::afterTolerationChange));
    }

    private static QueueingHint afterNodeChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        boolean was = before instanceof Node node && isSchedulable(node);
        boolean is = after instanceof Node node && isSchedulable(node);
        return is && !was ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }

    private static QueueingHint afterTolerationChange(
            Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        return after instanceof Pod changed
                        && changed.getMetadata()
                                .getUid()
                                .equals(pod.getMetadata().getUid())
                        && toleratesUnschedulable(changed)
                ? QueueingHint.QUEUE
                : QueueingHint.SKIP;
    }

    private static boolean isSchedulable(Node node) {
        return node.getSpec() == null || !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    private static boolean toleratesUnschedulable(Pod pod) {
        return Tolerations.tolerate(pod.getSpec().getTolerations(), UNSCHEDULABLE);
    }
}
