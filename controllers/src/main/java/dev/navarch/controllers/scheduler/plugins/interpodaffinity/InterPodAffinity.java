package dev.navarch.controllers.scheduler.plugins.interpodaffinity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.config.Fields;
import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.AffinityTerm;
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
import java.util.List;
import java.util.Map;

/** {@code InterPodAffinity}. */
public final class InterPodAffinity
        implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin, EnqueueExtensions {

    public static final String NAME = "InterPodAffinity";

    private static final Status REJECTED_BY_AFFINITY = Status.unresolvable("node(s) didn't match pod affinity rules");
    private static final Status REJECTED_BY_ANTI_AFFINITY =
            Status.unschedulable("node(s) didn't match pod anti-affinity rules");
    private static final Status REJECTED_BY_EXISTING_PODS =
            Status.unschedulable("node(s) didn't satisfy existing pods anti-affinity rules");
    private static final CycleState.Key<Required> REQUIRED = new CycleState.Key<>("PreFilter" + NAME, Required.class);

    /** What the required terms of the pod and of the pods that run already come to. */
    private record Required(
            PodInfo pod,
            List<AffinityTerm> affinity,
            List<AffinityTerm> antiAffinity,
            Map<String, String> namespaceLabels,
            TermCounts affinityCounts,
            TermCounts antiAffinityCounts,
            TermCounts existingAntiAffinityCounts)
            implements CycleState.StateData {

        @Override
        public Required copy() {
            return new Required(
                    pod,
                    affinity,
                    antiAffinity,
                    namespaceLabels,
                    affinityCounts.copy(),
                    antiAffinityCounts.copy(),
                    existingAntiAffinityCounts.copy());
        }

        void count(PodInfo other, Map<String, String> nodeLabels, int sign) {
            existingAntiAffinityCounts.addWhereMatching(
                    other.requiredAntiAffinity(), pod.pod(), namespaceLabels, nodeLabels, sign);
            affinityCounts.addIfAllMatch(affinity, other.pod(), nodeLabels, sign);
            antiAffinityCounts.addWhereMatching(antiAffinity, other.pod(), null, nodeLabels, sign);
        }
    }

    private final Handle handle;
    private final Namespaces namespaces;
    private final PreferredAffinity preferred;

    public InterPodAffinity(ObjectNode args, Handle handle) {
        this.handle = handle;
        this.namespaces = new Namespaces(handle.listers().namespaces());
        Fields fields = new Fields("", args);
        fields.ignore("apiVersion", "kind");
        int hardWeight = fields.number("hardPodAffinityWeight", 1);
        if (hardWeight < 0 || hardWeight > 100) {
            throw fields.invalid("hardPodAffinityWeight", "not in valid range [0-100]");
        }
        boolean ignoreExisting = fields.flag("ignorePreferredTermsOfExistingPods", false);
        fields.end();
        this.preferred = new PreferredAffinity(handle, namespaces, hardWeight, ignoreExisting);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        if (pod.parseError().isPresent()) {
            return Result.of(
                    Status.unresolvable("parsing pod: " + pod.parseError().get()));
        }
        Required required = new Required(
                pod,
                namespaces.resolve(pod.requiredAffinity()),
                namespaces.resolve(pod.requiredAntiAffinity()),
                namespaces.labels(pod.namespace()),
                new TermCounts(),
                new TermCounts(),
                new TermCounts());
        for (NodeInfo node : handle.snapshot().nodesHavingPodsWithRequiredAntiAffinity()) {
            for (PodInfo existing : node.podsWithRequiredAntiAffinity()) {
                required.existingAntiAffinityCounts.addWhereMatching(
                        existing.requiredAntiAffinity(), pod.pod(), required.namespaceLabels, node.labels(), 1);
            }
        }
        boolean hasTerms =
                !pod.requiredAffinity().isEmpty() || !pod.requiredAntiAffinity().isEmpty();
        if (!hasTerms && required.existingAntiAffinityCounts.isEmpty()) {
            return Result.SKIP;
        }
        if (hasTerms) {
            countMatchingPods(required, nodes);
        }
        state.write(REQUIRED, required);
        return Result.SUCCESS;
    }

    private static void countMatchingPods(Required required, List<NodeInfo> nodes) {
        for (NodeInfo node : nodes) {
            for (PodInfo existing : node.pods()) {
                required.affinityCounts.addIfAllMatch(required.affinity, existing.pod(), node.labels(), 1);
                required.antiAffinityCounts.addWhereMatching(
                        required.antiAffinity, existing.pod(), null, node.labels(), 1);
            }
        }
    }

    @Override
    public Status addPod(CycleState state, PodInfo podToSchedule, PodInfo added, NodeInfo node) {
        state.read(REQUIRED).count(added, node.labels(), 1);
        return Status.SUCCESS;
    }

    @Override
    public Status removePod(CycleState state, PodInfo podToSchedule, PodInfo removed, NodeInfo node) {
        state.read(REQUIRED).count(removed, node.labels(), -1);
        return Status.SUCCESS;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        Required required = state.read(REQUIRED);
        if (!satisfiesAffinity(required, node)) {
            return REJECTED_BY_AFFINITY;
        }
        if (!satisfiesAntiAffinity(required, node)) {
            return REJECTED_BY_ANTI_AFFINITY;
        }
        return satisfiesExistingPods(required, node) ? Status.SUCCESS : REJECTED_BY_EXISTING_PODS;
    }

    private static boolean satisfiesAffinity(Required required, NodeInfo node) {
        boolean podsExist = true;
        for (AffinityTerm term : required.affinity) {
            String value = node.labels().get(term.topologyKey());
            if (value == null) {
                return false;
            }
            podsExist &= required.affinityCounts.has(term.topologyKey(), value);
        }
        // The first pod of a group that wants to be near itself may start anywhere.
        return podsExist
                || (required.affinityCounts.isEmpty() && TermCounts.allMatch(required.affinity, required.pod.pod()));
    }

    private static boolean satisfiesAntiAffinity(Required required, NodeInfo node) {
        for (AffinityTerm term : required.antiAffinity) {
            String value = node.labels().get(term.topologyKey());
            if (value != null && required.antiAffinityCounts.has(term.topologyKey(), value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean satisfiesExistingPods(Required required, NodeInfo node) {
        if (required.existingAntiAffinityCounts.isEmpty()) {
            return true;
        }
        for (Map.Entry<String, String> label : node.labels().entrySet()) {
            if (required.existingAntiAffinityCounts.has(label.getKey(), label.getValue())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        return preferred.preScore(state, pod);
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
        return PreferredAffinity.score(state, node);
    }

    @Override
    public void normalize(CycleState state, PodInfo pod, List<NodeInfo> nodes, long[] scores) {
        PreferredAffinity.normalize(scores);
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(
                                EventResource.POD, ActionType.ADD, ActionType.UPDATE_POD_LABEL, ActionType.DELETE),
                        AffinityHints::afterPodChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_LABEL),
                        AffinityHints::afterNodeChange));
    }
}
