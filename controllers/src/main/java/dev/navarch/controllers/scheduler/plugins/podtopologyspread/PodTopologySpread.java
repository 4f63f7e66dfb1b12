package dev.navarch.controllers.scheduler.plugins.podtopologyspread;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.navarch.controllers.scheduler.framework.PreScorePlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.ScorePlugin;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.matching.RequiredNodeAffinity;
import java.util.ArrayList;
import java.util.List;

/** {@code PodTopologySpread}. */
public final class PodTopologySpread
        implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin, EnqueueExtensions {

    public static final String NAME = "PodTopologySpread";

    private static final String NOT_MATCHED = "node(s) didn't match pod topology spread constraints";
    private static final Status REJECTED = Status.unschedulable(NOT_MATCHED);
    private static final Status REJECTED_WITHOUT_LABEL = Status.unresolvable(NOT_MATCHED + " (missing required label)");
    private static final CycleState.Key<Spread> SPREAD = new CycleState.Key<>("PreFilter" + NAME, Spread.class);

    /** How the pods are spread now; {@code domains.get(i)} belongs to {@code constraints.get(i)}. */
    private record Spread(List<Constraint> constraints, List<Domains> domains, RequiredNodeAffinity affinity)
            implements CycleState.StateData {

        @Override
        public Spread copy() {
            return new Spread(constraints, domains.stream().map(Domains::copy).toList(), affinity);
        }
    }

    private final ConstraintSource source;
    private final SoftSpread soft;
    private final SpreadHints hints;

    public PodTopologySpread(ObjectNode args, Handle handle) {
        this.source = ConstraintSource.read(args, handle.listers());
        this.soft = new SoftSpread(source, handle);
        this.hints = new SpreadHints(source);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        List<Constraint> constraints;
        try {
            constraints = source.constraints(pod.pod(), Constraint.DO_NOT_SCHEDULE);
        } catch (IllegalArgumentException e) {
            return Result.of(Status.error(
                    "get constraints from pod: obtaining pod's hard topology spread constraints: " + e.getMessage()));
        }
        if (constraints.isEmpty()) {
            return Result.SKIP;
        }
        RequiredNodeAffinity affinity = RequiredNodeAffinity.of(pod.pod());
        List<Domains> domains = new ArrayList<>();
        constraints.forEach(constraint -> domains.add(new Domains()));
        for (NodeInfo node : nodes) {
            if (!Constraint.hasAllKeys(constraints, node.labels())) {
                continue;
            }
            for (int i = 0; i < constraints.size(); i++) {
                Constraint constraint = constraints.get(i);
                if (constraint.includes(node.node(), pod.pod(), affinity)) {
                    domains.get(i).count(constraint.valueOn(node), constraint.count(node.pods(), pod.namespace()));
                }
            }
        }
        domains.forEach(Domains::findLeast);
        state.write(SPREAD, new Spread(constraints, domains, affinity));
        return Result.SUCCESS;
    }

    @Override
    public Status addPod(CycleState state, PodInfo podToSchedule, PodInfo added, NodeInfo node) {
        update(state.read(SPREAD), podToSchedule, added, node, 1);
        return Status.SUCCESS;
    }

    @Override
    public Status removePod(CycleState state, PodInfo podToSchedule, PodInfo removed, NodeInfo node) {
        update(state.read(SPREAD), podToSchedule, removed, node, -1);
        return Status.SUCCESS;
    }

    private static void update(Spread spread, PodInfo podToSchedule, PodInfo other, NodeInfo node, int delta) {
        if (!other.namespace().equals(podToSchedule.namespace())
                || !Constraint.hasAllKeys(spread.constraints, node.labels())) {
            return;
        }
        for (int i = 0; i < spread.constraints.size(); i++) {
            Constraint constraint = spread.constraints.get(i);
            if (constraint.selector().matches(other.pod().getMetadata().getLabels())
                    && constraint.includes(node.node(), podToSchedule.pod(), spread.affinity)) {
                spread.domains.get(i).add(constraint.valueOn(node), delta);
            }
        }
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        Spread spread = state.read(SPREAD);
        for (int i = 0; i < spread.constraints.size(); i++) {
            Constraint constraint = spread.constraints.get(i);
            String value = node.labels().get(constraint.topologyKey());
            if (value == null) {
                return REJECTED_WITHOUT_LABEL;
            }
            Domains domains = spread.domains.get(i);
            int self = constraint.selector().matches(pod.pod().getMetadata().getLabels()) ? 1 : 0;
            int skew = domains.get(value) + self - domains.least(constraint.minDomains());
            if (skew > constraint.maxSkew()) {
                return REJECTED;
            }
        }
        return Status.SUCCESS;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        return soft.preScore(state, pod, nodes);
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
        return SoftSpread.score(state, pod, node);
    }

    @Override
    public void normalize(CycleState state, PodInfo pod, List<NodeInfo> nodes, long[] scores) {
        SoftSpread.normalize(state, nodes, scores);
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(
                                EventResource.POD,
                                ActionType.ADD,
                                ActionType.UPDATE_POD_LABEL,
                                ActionType.UPDATE_POD_TOLERATION,
                                ActionType.DELETE),
                        hints::afterPodChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(
                                EventResource.NODE,
                                ActionType.ADD,
                                ActionType.DELETE,
                                ActionType.UPDATE_NODE_LABEL,
                                ActionType.UPDATE_NODE_TAINT),
                        hints::afterNodeChange));
    }
}
