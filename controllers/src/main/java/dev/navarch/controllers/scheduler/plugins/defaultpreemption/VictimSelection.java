package dev.navarch.controllers.scheduler.plugins.defaultpreemption;

import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds, by trial, the fewest and least important pods of a node whose eviction lets a pod fit. */
final class VictimSelection {

    /** Either victims, or why there are none. */
    record Outcome(Status status, @Nullable Victims victims) {}

    private final Handle handle;

    VictimSelection(Handle handle) {
        this.handle = handle;
    }

    /**
     * Tries one node.
     *
     * @param state changed by the trial, as is {@code node}
     */
    Outcome select(CycleState state, PodInfo pod, NodeInfo node, DisruptionBudgets budgets) {
        List<PodInfo> lessImportant = new ArrayList<>();
        for (PodInfo other : node.pods()) {
            if (other.priority() < pod.priority()) {
                lessImportant.add(other);
            }
        }
        if (lessImportant.isEmpty()) {
            return new Outcome(Status.unresolvable("No preemption victims found for incoming pod"), null);
        }
        Trial trial = new Trial(state, pod, node);
        for (PodInfo other : lessImportant) {
            Status removed = trial.remove(other);
            if (!removed.isSuccess()) {
                return new Outcome(removed, null);
            }
        }
        Status fits = handle.runFilterPluginsWithNominatedPods(state, pod, node);
        if (!fits.isSuccess()) {
            return new Outcome(fits, null);
        }
        lessImportant.sort(Victims.byImportance(handle.clock()));
        return reprieve(trial, lessImportant, budgets.violating(lessImportant));
    }

    /** Lets stay who can stay: protected pods first, then the most important. */
    private Outcome reprieve(Trial trial, List<PodInfo> byImportance, Set<PodInfo> violating) {
        List<PodInfo> order = new ArrayList<>();
        byImportance.stream().filter(violating::contains).forEach(order::add);
        byImportance.stream().filter(pod -> !violating.contains(pod)).forEach(order::add);
        List<PodInfo> victims = new ArrayList<>();
        int violations = 0;
        for (PodInfo other : order) {
            Status added = trial.add(other);
            if (!added.isSuccess()) {
                return new Outcome(added, null);
            }
            if (handle.runFilterPluginsWithNominatedPods(trial.state, trial.pod, trial.node)
                    .isSuccess()) {
                continue;
            }
            Status removed = trial.remove(other);
            if (!removed.isSuccess()) {
                return new Outcome(removed, null);
            }
            victims.add(other);
            violations += violating.contains(other) ? 1 : 0;
        }
        if (victims.isEmpty()) {
            return new Outcome(
                    Status.error("expected at least one victim pod on node \"" + trial.node.name() + "\""), null);
        }
        victims.sort(Victims.byImportance(handle.clock()));
        return new Outcome(Status.SUCCESS, new Victims(trial.node.name(), victims, violations));
    }

    /** The node as it would be. */
    private final class Trial {
        private final CycleState state;
        private final PodInfo pod;
        private final NodeInfo node;

        Trial(CycleState state, PodInfo pod, NodeInfo node) {
            this.state = state;
            this.pod = pod;
            this.node = node;
        }

        Status remove(PodInfo other) {
            node.removePod(other);
            return handle.runPreFilterRemovePod(state, pod, other, node);
        }

        Status add(PodInfo other) {
            node.addPod(other);
            return handle.runPreFilterAddPod(state, pod, other, node);
        }
    }
}
