package dev.navarch.controllers.scheduler.plugins.noderesources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.config.Fields;
import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.FilterPlugin;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PreFilterPlugin;
import dev.navarch.controllers.scheduler.framework.PreScorePlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.ScorePlugin;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.resources.Resource;
import dev.navarch.controllers.scheduler.resources.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code NodeResourcesFit}. */
public final class Fit implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin, EnqueueExtensions {

    public static final String NAME = "NodeResourcesFit";

    private static final CycleState.Key<Allocation.PodShare> SHARE =
            new CycleState.Key<>("PreScore" + NAME, Allocation.PodShare.class);

    private final Set<String> ignoredResources;
    private final Set<String> ignoredGroups;
    private final ScoringStrategy strategy;

    public Fit(ObjectNode args) {
        Fields fields = new Fields("", args);
        fields.ignore("apiVersion", "kind");
        this.ignoredResources = Set.copyOf(fields.texts("ignoredResources"));
        this.ignoredGroups = Set.copyOf(fields.texts("ignoredResourceGroups"));
        for (String group : ignoredGroups) {
            if (group.contains("/")) {
                throw fields.invalid("ignoredResourceGroups", "resource group name can't contain '/'");
            }
        }
        this.strategy =
                fields.object("scoringStrategy").map(ScoringStrategy::read).orElse(ScoringStrategy.DEFAULT);
        fields.end();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        return Result.SUCCESS;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        if (fits(pod.requests(), node)) {
            return Status.SUCCESS;
        }
        return rejection(pod.requests(), node);
    }

    /** The common case without building a list of reasons. */
    private static boolean fits(Resource wanted, NodeInfo node) {
        Resource total = node.allocatable();
        Resource used = node.requested();
        return node.pods().size() < total.allowedPods()
                && !exceeds(wanted.milliCpu(), total.milliCpu(), used.milliCpu())
                && !exceeds(wanted.memory(), total.memory(), used.memory())
                && !exceeds(wanted.ephemeralStorage(), total.ephemeralStorage(), used.ephemeralStorage())
                && wanted.scalars().isEmpty();
    }

    private static boolean exceeds(long wanted, long total, long used) {
        return wanted > 0 && wanted > total - used;
    }

    private Status rejection(Resource wanted, NodeInfo node) {
        Shortages shortages = new Shortages();
        Resource total = node.allocatable();
        Resource used = node.requested();
        if (node.pods().size() + 1 > total.allowedPods()) {
            shortages.reasons.add("Too many pods");
        }
        shortages.check(Resources.CPU, wanted.milliCpu(), total.milliCpu(), used.milliCpu());
        shortages.check(Resources.MEMORY, wanted.memory(), total.memory(), used.memory());
        shortages.check(
                Resources.EPHEMERAL_STORAGE,
                wanted.ephemeralStorage(),
                total.ephemeralStorage(),
                used.ephemeralStorage());
        for (Map.Entry<String, Long> scalar : wanted.scalars().entrySet()) {
            String name = scalar.getKey();
            if (!isIgnored(name)) {
                shortages.check(name, scalar.getValue(), total.scalar(name), used.scalar(name));
            }
        }
        return shortages.status();
    }

    private boolean isIgnored(String name) {
        return Resources.isExtended(name)
                && (ignoredResources.contains(name) || ignoredGroups.contains(name.substring(0, name.indexOf('/'))));
    }

    private static final class Shortages {
        private final List<String> reasons = new ArrayList<>(4);
        private boolean unresolvable;

        void check(String name, long wanted, long total, long used) {
            if (exceeds(wanted, total, used)) {
                reasons.add("Insufficient " + name);
                unresolvable |= wanted > total;
            }
        }

        Status status() {
            if (reasons.isEmpty()) {
                return Status.SUCCESS;
            }
            return Status.of(
                    unresolvable ? Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE : Status.Code.UNSCHEDULABLE, reasons);
        }
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        state.write(SHARE, Allocation.PodShare.of(pod, strategy.resources(), false));
        return Status.SUCCESS;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
        return strategy.score(Allocation.of(state.read(SHARE), node, strategy.resources(), false));
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.POD, ActionType.DELETE, ActionType.UPDATE_POD_SCALE_DOWN),
                        FitHints::afterPodChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_ALLOCATABLE),
                        (pod, before, after) -> FitHints.afterNodeChange(
                                pod,
                                before,
                                after,
                                (info, node) -> rejection(info.requests(), node).isSuccess())));
    }
}
