package dev.navarch.controllers.scheduler.plugins.tainttoleration;

import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.FilterPlugin;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PreScorePlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.ScorePlugin;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.matching.Tolerations;
import dev.navarch.controllers.scheduler.plugins.Normalization;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code TaintToleration}. */
public final class TaintToleration implements FilterPlugin, PreScorePlugin, ScorePlugin, EnqueueExtensions {

    public static final String NAME = "TaintToleration";

    private static final Status REJECTED = Status.unresolvable("node(s) had untolerated taint(s)");
    private static final CycleState.Key<Soft> SOFT = new CycleState.Key<>("PreScore" + NAME, Soft.class);

    /** The pod's tolerations that can meet PreferNoSchedule taints. */
    private record Soft(List<Toleration> tolerations) implements CycleState.StateData {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        return Tolerations.firstUntolerated(node.node(), pod.pod().getSpec().getTolerations()) == null
                ? Status.SUCCESS
                : REJECTED;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        List<Toleration> soft = new ArrayList<>();
        if (pod.pod().getSpec().getTolerations() != null) {
            for (Toleration toleration : pod.pod().getSpec().getTolerations()) {
                String effect = toleration.getEffect();
                if (effect == null || effect.isEmpty() || effect.equals(Tolerations.PREFER_NO_SCHEDULE)) {
                    soft.add(toleration);
                }
            }
        }
        state.write(SOFT, new Soft(soft));
        return Status.SUCCESS;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
        List<Taint> taints = node.taints();
        if (taints.isEmpty()) {
            return 0;
        }
        List<Toleration> tolerations = state.read(SOFT).tolerations;
        long intolerable = 0;
        for (Taint taint : taints) {
            if (Tolerations.PREFER_NO_SCHEDULE.equals(taint.getEffect()) && !Tolerations.tolerate(tolerations, taint)) {
                intolerable++;
            }
        }
        return intolerable;
    }

    @Override
    public void normalize(CycleState state, PodInfo pod, List<NodeInfo> nodes, long[] scores) {
        Normalization.scaleToMax(scores, true);
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_TAINT),
                        TaintToleration::afterNodeChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_TOLERATION),
                        TaintToleration::afterTolerationChange));
    }

    private static QueueingHint afterNodeChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        boolean was = before instanceof Node node && tolerated(node, pod);
        boolean is = after instanceof Node node && tolerated(node, pod);
        return is && !was ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }

    private static boolean tolerated(Node node, Pod pod) {
        return Tolerations.firstUntolerated(node, pod.getSpec().getTolerations()) == null;
    }

    private static QueueingHint afterTolerationChange(
            Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        return after != null
                        && after.getMetadata().getUid().equals(pod.getMetadata().getUid())
                ? QueueingHint.QUEUE
                : QueueingHint.SKIP;
    }
}
