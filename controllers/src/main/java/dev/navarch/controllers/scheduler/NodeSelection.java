package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.FitError;
import dev.navarch.controllers.scheduler.framework.Framework;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.NodeToStatus;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.SchedulingException;
import dev.navarch.controllers.scheduler.framework.ScoreRunner;
import dev.navarch.controllers.scheduler.framework.SharedLister;
import dev.navarch.controllers.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Finds the best node for a pod. In a large cluster only so many nodes are tried that enough fit; the next pod's search
 * goes on where this one's ended. Belongs to the scheduling loop; not thread-safe.
 */
final class NodeSelection {

    private static final int MIN_FEASIBLE_NODES = 100;
    private static final int MIN_FEASIBLE_PERCENTAGE = 5;

    /**
     * The choice.
     *
     * @param evaluated how many nodes were tried, of which {@code feasible} fit
     */
    record Placement(String nodeName, int evaluated, int feasible) {}

    /** There is no node at all. */
    static final class NoNodesException extends Exception {
        private static final long serialVersionUID = 1;

        NoNodesException() {
            super("no nodes available to schedule pods", null, false, false);
        }
    }

    private final SharedLister snapshot;
    private final int percentageOfNodesToScore;
    private final RandomGenerator random;
    private int nextStart;

    NodeSelection(SharedLister snapshot, int percentageOfNodesToScore, RandomGenerator random) {
        this.snapshot = snapshot;
        this.percentageOfNodesToScore = percentageOfNodesToScore;
        this.random = random;
    }

    /**
     * Chooses a node.
     *
     * @throws FitError when no node fits
     * @throws SchedulingException when a plugin fails
     */
    Placement select(Framework profile, CycleState state, PodInfo pod)
            throws FitError, NoNodesException, SchedulingException {
        int allNodes = snapshot.nodes().size();
        if (allNodes == 0) {
            throw new NoNodesException();
        }
        NodeToStatus statuses = new NodeToStatus();
        FitError failure = new FitError(allNodes, statuses);
        List<NodeInfo> feasible = findFeasible(profile, state, pod, statuses, failure);
        if (feasible.isEmpty()) {
            throw failure;
        }
        int evaluated = feasible.size() + statuses.size();
        NodeInfo best = feasible.size() == 1 ? feasible.getFirst() : best(profile, state, pod, feasible);
        return new Placement(best.name(), evaluated, feasible.size());
    }

    private List<NodeInfo> findFeasible(
            Framework profile, CycleState state, PodInfo pod, NodeToStatus statuses, FitError failure)
            throws SchedulingException {
        Framework.PreFilterOutcome preFilter = profile.runPreFilterPlugins(state, pod);
        failure.unschedulablePlugins().addAll(preFilter.restrictedBy());
        Status status = preFilter.status();
        if (!status.isSuccess()) {
            if (!status.isRejected()) {
                throw new SchedulingException(status.message(), status.error());
            }
            statuses.setAbsentNodesStatus(status);
            failure.setPreFilterMessage(status.message());
            failure.addPlugin(status);
            return List.of();
        }
        String nominated = PodInfo.nominatedNodeName(pod.pod());
        NodeInfo nominatedNode = nominated.isEmpty() ? null : snapshot.node(nominated);
        if (nominatedNode != null) {
            List<NodeInfo> fits = filter(profile, state, pod, List.of(nominatedNode), statuses, failure);
            if (!fits.isEmpty()) {
                return fits;
            }
        }
        List<NodeInfo> nodes = snapshot.nodes();
        if (preFilter.nodeNames() != null) {
            nodes = named(preFilter.nodeNames());
            statuses.setAbsentNodesStatus(Status.unresolvable(
                    "node(s) didn't satisfy plugin(s) " + Framework.goList(preFilter.restrictedBy())));
        }
        List<NodeInfo> feasible = filter(profile, state, pod, nodes, statuses, failure);
        nextStart = (nextStart + feasible.size() + statuses.size())
                % snapshot.nodes().size();
        return feasible;
    }

    private List<NodeInfo> named(Set<String> names) {
        List<NodeInfo> nodes = new ArrayList<>(names.size());
        for (String name : names) {
            NodeInfo node = snapshot.node(name);
            if (node != null) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    private List<NodeInfo> filter(
            Framework profile,
            CycleState state,
            PodInfo pod,
            List<NodeInfo> nodes,
            NodeToStatus statuses,
            FitError failure)
            throws SchedulingException {
        int count = nodes.size();
        int wanted = profile.scores().hasScorePlugins() ? feasibleNodesToFind(profile, count) : 1;
        List<NodeInfo> feasible = new ArrayList<>(Math.min(wanted, count));
        for (int i = 0; i < count && feasible.size() < wanted; i++) {
            NodeInfo node = nodes.get((nextStart + i) % count);
            Status status = profile.runFilterPluginsWithNominatedPods(state, pod, node);
            if (status.isSuccess()) {
                feasible.add(node);
            } else if (status.isRejected()) {
                statuses.set(node.name(), status);
                failure.addPlugin(status);
            } else {
                throw new SchedulingException(status.message(), status.error());
            }
        }
        return feasible;
    }

    private int feasibleNodesToFind(Framework profile, int nodes) {
        if (nodes < MIN_FEASIBLE_NODES) {
            return nodes;
        }
        int percentage = profile.percentageOfNodesToScore().orElse(percentageOfNodesToScore);
        if (percentage == 0) {
            percentage = Math.max(MIN_FEASIBLE_PERCENTAGE, 50 - nodes / 125);
        }
        return Math.max(MIN_FEASIBLE_NODES, (int) ((long) nodes * percentage / 100));
    }

    private NodeInfo best(Framework profile, CycleState state, PodInfo pod, List<NodeInfo> feasible)
            throws SchedulingException {
        profile.scores().runPreScorePlugins(state, pod, feasible);
        long[] totals = new long[feasible.size()];
        for (ScoreRunner.PluginScores plugin : profile.scores().runScorePlugins(state, pod, feasible)) {
            for (int i = 0; i < totals.length; i++) {
                totals[i] += plugin.score(i);
            }
        }
        int best = 0;
        int ties = 1;
        for (int i = 1; i < totals.length; i++) {
            if (totals[i] > totals[best]) {
                best = i;
                ties = 1;
            } else if (totals[i] == totals[best] && random.nextInt(++ties) == 0) {
                best = i;
            }
        }
        return feasible.get(best);
    }
}
