package dev.navarch.controllers.scheduler.plugins.podtopologyspread;

import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.matching.LabelMatcher;
import dev.navarch.controllers.scheduler.matching.RequiredNodeAffinity;
import dev.navarch.controllers.scheduler.matching.Tolerations;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A topology spread constraint, compiled. */
record Constraint(
        int maxSkew,
        String topologyKey,
        LabelMatcher selector,
        int minDomains,
        boolean honorNodeAffinity,
        boolean honorNodeTaints) {

    static final String HOSTNAME = "kubernetes.io/hostname";
    static final String DO_NOT_SCHEDULE = "DoNotSchedule";
    static final String SCHEDULE_ANYWAY = "ScheduleAnyway";

    /** The constraints with this action, whose match label keys take their values from the pod. */
    static List<Constraint> of(
            List<TopologySpreadConstraint> constraints, @Nullable Map<String, String> podLabels, String action) {
        List<Constraint> result = new ArrayList<>();
        for (TopologySpreadConstraint constraint : constraints) {
            if (action.equals(constraint.getWhenUnsatisfiable())) {
                result.add(of(constraint, podLabels == null ? Map.of() : podLabels));
            }
        }
        return result;
    }

    private static Constraint of(TopologySpreadConstraint constraint, Map<String, String> podLabels) {
        LabelMatcher selector = LabelMatcher.of(constraint.getLabelSelector());
        Map<String, String> matched = new HashMap<>();
        if (constraint.getMatchLabelKeys() != null) {
            for (String key : constraint.getMatchLabelKeys()) {
                String value = podLabels.get(key);
                if (value != null) {
                    matched.put(key, value);
                }
            }
        }
        if (!matched.isEmpty()) {
            selector = LabelMatcher.equalTo(matched).and(selector);
        }
        return new Constraint(
                constraint.getMaxSkew() == null ? 1 : constraint.getMaxSkew(),
                constraint.getTopologyKey(),
                selector,
                constraint.getMinDomains() == null ? 1 : constraint.getMinDomains(),
                !"Ignore".equals(constraint.getNodeAffinityPolicy()),
                "Honor".equals(constraint.getNodeTaintsPolicy()));
    }

    Constraint withSelector(LabelMatcher other) {
        return new Constraint(maxSkew, topologyKey, other, minDomains, honorNodeAffinity, honorNodeTaints);
    }

    /** Whether the pods on a node count at all. */
    boolean includes(Node node, Pod pod, RequiredNodeAffinity affinity) {
        return (!honorNodeAffinity || affinity.matches(node))
                && (!honorNodeTaints
                        || Tolerations.firstUntolerated(node, pod.getSpec().getTolerations()) == null);
    }

    /** Whether a node has the labels of all topologies. */
    static boolean hasAllKeys(List<Constraint> constraints, @Nullable Map<String, String> nodeLabels) {
        for (Constraint constraint : constraints) {
            if (nodeLabels == null || !nodeLabels.containsKey(constraint.topologyKey)) {
                return false;
            }
        }
        return true;
    }

    /** The domain of a node, empty when it has none. */
    String valueOn(NodeInfo node) {
        return node.labels().getOrDefault(topologyKey, "");
    }

    /** How many of the pods the constraint counts; pods that are being deleted do not. */
    int count(List<PodInfo> pods, String namespace) {
        if (selector.isEmpty()) {
            return 0;
        }
        int count = 0;
        for (PodInfo pod : pods) {
            if (pod.pod().getMetadata().getDeletionTimestamp() == null
                    && pod.namespace().equals(namespace)
                    && selector.matches(pod.pod().getMetadata().getLabels())) {
                count++;
            }
        }
        return count;
    }
}
