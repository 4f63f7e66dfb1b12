package dev.navarch.controllers.scheduler.plugins.defaultpreemption;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.config.Fields;
import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.FitError;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.NodeToStatus;
import dev.navarch.controllers.scheduler.framework.Nomination;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PostFilterPlugin;
import dev.navarch.controllers.scheduler.framework.PreEnqueuePlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.Status;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code DefaultPreemption}. Evictions run beside the scheduling loop; until they are done the pod stays gated. */
public final class DefaultPreemption implements PostFilterPlugin, PreEnqueuePlugin, EnqueueExtensions {

    public static final String NAME = "DefaultPreemption";

    private final Handle handle;
    private final VictimSelection selection;
    private final Eviction eviction;
    private final int minCandidatesPercentage;
    private final int minCandidatesAbsolute;

    public DefaultPreemption(ObjectNode args, Handle handle) {
        this.handle = handle;
        this.selection = new VictimSelection(handle);
        this.eviction = new Eviction(handle, NAME);
        Fields fields = new Fields("", args);
        fields.ignore("apiVersion", "kind");
        this.minCandidatesPercentage = fields.number("minCandidateNodesPercentage", 10);
        this.minCandidatesAbsolute = fields.number("minCandidateNodesAbsolute", 100);
        fields.end();
        if (minCandidatesPercentage < 0 || minCandidatesPercentage > 100) {
            throw fields.invalid("minCandidateNodesPercentage", "not in valid range [0, 100]");
        }
        if (minCandidatesAbsolute < 0 || (minCandidatesAbsolute == 0 && minCandidatesPercentage == 0)) {
            throw fields.invalid(
                    "minCandidateNodesAbsolute", "cannot be zero at the same time as minCandidateNodesPercentage");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Status preEnqueue(Pod pod) {
        return eviction.isRunningFor(pod.getMetadata().getUid())
                ? Status.unresolvable("waiting for the preemption for this pod to be finished")
                : Status.SUCCESS;
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(new QueueingHint.Registration(
                ClusterEvent.of(EventResource.POD, ActionType.DELETE), (pod, before, after) -> QueueingHint.SKIP));
    }

    @Override
    public Result postFilter(CycleState state, PodInfo pod, NodeToStatus filtered) {
        Result result = preempt(state, pod, filtered);
        Status status = result.status();
        if (status.reasons().isEmpty()) {
            return result;
        }
        String message = "preemption: " + status.message();
        Status prefixed = status.error() == null
                ? Status.of(status.code(), List.of(message))
                : Status.error(message, status.error());
        return new Result(prefixed, result.nomination());
    }

    private Result preempt(CycleState state, PodInfo queued, NodeToStatus filtered) {
        Pod latest = handle.listers().pods().get(queued.namespace(), queued.name());
        if (latest == null) {
            return new Result(Status.error("pod \"" + queued.name() + "\" not found"), null);
        }
        PodInfo pod = new PodInfo(latest);
        Optional<String> ineligible = whyIneligible(pod, filtered);
        if (ineligible.isPresent()) {
            return new Result(Status.unschedulable(ineligible.get()), null);
        }
        List<NodeInfo> nodes = handle.snapshot().nodes();
        List<NodeInfo> potential = filtered.nodesWith(Status.Code.UNSCHEDULABLE, nodes);
        NodeToStatus dryRun = new NodeToStatus();
        List<Victims> candidates = candidates(state, pod, potential, dryRun);
        if (candidates.isEmpty()) {
            dryRun.setAbsentNodesStatus(Status.unresolvable("Preemption is not helpful for scheduling"));
            String why = new FitError(nodes.size(), dryRun).getMessage();
            return new Result(Status.unschedulable(why), Nomination.NONE);
        }
        Victims best = Victims.leastHarm(candidates, handle.clock());
        eviction.start(pod, best);
        return new Result(Status.SUCCESS, new Nomination(best.nodeName()));
    }

    private Optional<String> whyIneligible(PodInfo pod, NodeToStatus filtered) {
        if ("Never".equals(pod.pod().getSpec().getPreemptionPolicy())) {
            return Optional.of("not eligible due to preemptionPolicy=Never.");
        }
        String nominated = PodInfo.nominatedNodeName(pod.pod());
        if (nominated.isEmpty() || filtered.get(nominated).code() == Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE) {
            return Optional.empty();
        }
        NodeInfo node = handle.snapshot().node(nominated);
        if (node != null) {
            for (PodInfo other : node.pods()) {
                if (other.priority() < pod.priority() && Eviction.isTerminatingByPreemption(other.pod())) {
                    return Optional.of("not eligible due to a terminating pod on the nominated node.");
                }
            }
        }
        return Optional.empty();
    }

    /** Tries nodes from a random one on until enough can be helped, one of them without violating a budget. */
    private List<Victims> candidates(CycleState state, PodInfo pod, List<NodeInfo> potential, NodeToStatus dryRun) {
        List<Victims> sparing = new ArrayList<>();
        List<Victims> violating = new ArrayList<>();
        if (potential.isEmpty()) {
            return sparing;
        }
        DisruptionBudgets budgets =
                new DisruptionBudgets(handle.listers().podDisruptionBudgets().list());
        int wanted = Math.min(
                potential.size(), Math.max(potential.size() * minCandidatesPercentage / 100, minCandidatesAbsolute));
        int offset = handle.random().nextInt(potential.size());
        for (int i = 0; i < potential.size(); i++) {
            NodeInfo node = potential.get((offset + i) % potential.size());
            VictimSelection.Outcome outcome = selection.select(state.copy(), pod, node.copy(), budgets);
            if (outcome.victims() == null) {
                dryRun.set(node.name(), outcome.status());
                continue;
            }
            (outcome.victims().budgetViolations() == 0 ? sparing : violating).add(outcome.victims());
            if (!sparing.isEmpty() && sparing.size() + violating.size() >= wanted) {
                break;
            }
        }
        sparing.addAll(violating);
        return sparing;
    }
}
