package dev.navarch.controllers.scheduler.plugins.podtopologyspread;

import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.ScorePlugin;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.matching.RequiredNodeAffinity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scores nodes by how few matching pods their domains have, for constraints that are only preferences. */
final class SoftSpread {

    private static final long IGNORED = -1;
    private static final CycleState.Key<Counts> COUNTS =
            new CycleState.Key<>("PreScore" + PodTopologySpread.NAME, Counts.class);

    /** Pods by domain and the weight of each topology, by the index of the constraint. */
    private record Counts(
            List<Constraint> constraints, Set<String> ignored, List<Map<String, Integer>> pods, List<Double> weights)
            implements CycleState.StateData {}

    private final ConstraintSource source;
    private final Handle handle;

    SoftSpread(ConstraintSource source, Handle handle) {
        this.source = source;
        this.handle = handle;
    }

    Status preScore(CycleState state, PodInfo pod, List<NodeInfo> feasible) {
        List<NodeInfo> all = handle.snapshot().nodes();
        List<Constraint> constraints;
        try {
            constraints = source.constraints(pod.pod(), Constraint.SCHEDULE_ANYWAY);
        } catch (IllegalArgumentException e) {
            return Status.error(
                    "calculating preScoreState: obtaining pod's soft topology spread constraints: " + e.getMessage());
        }
        if (all.isEmpty() || constraints.isEmpty()) {
            return Status.SKIP;
        }
        boolean requireAll = source.requiresAllTopologies(pod.pod());
        Counts counts = domainsOf(constraints, feasible, requireAll);
        RequiredNodeAffinity affinity = RequiredNodeAffinity.of(pod.pod());
        for (NodeInfo node : all) {
            if (!requireAll || Constraint.hasAllKeys(constraints, node.labels())) {
                countPods(counts, node, pod, affinity);
            }
        }
        state.write(COUNTS, counts);
        return Status.SUCCESS;
    }

    private static Counts domainsOf(List<Constraint> constraints, List<NodeInfo> feasible, boolean requireAll) {
        Set<String> ignored = new HashSet<>();
        List<Map<String, Integer>> pods = new ArrayList<>();
        constraints.forEach(constraint -> pods.add(new HashMap<>()));
        for (NodeInfo node : feasible) {
            if (requireAll && !Constraint.hasAllKeys(constraints, node.labels())) {
                ignored.add(node.name());
                continue;
            }
            for (int i = 0; i < constraints.size(); i++) {
                String key = constraints.get(i).topologyKey();
                if (!key.equals(Constraint.HOSTNAME)) {
                    pods.get(i).putIfAbsent(node.labels().getOrDefault(key, ""), 0);
                }
            }
        }
        List<Double> weights = new ArrayList<>();
        for (int i = 0; i < constraints.size(); i++) {
            boolean perNode = constraints.get(i).topologyKey().equals(Constraint.HOSTNAME);
            int domains =
                    perNode ? feasible.size() - ignored.size() : pods.get(i).size();
            weights.add(Math.log(domains + 2));
        }
        return new Counts(constraints, ignored, pods, weights);
    }

    private static void countPods(Counts counts, NodeInfo node, PodInfo pod, RequiredNodeAffinity affinity) {
        for (int i = 0; i < counts.constraints.size(); i++) {
            Constraint constraint = counts.constraints.get(i);
            Map<String, Integer> domains = counts.pods.get(i);
            if (domains.isEmpty()) {
                continue;
            }
            String value = node.labels().getOrDefault(constraint.topologyKey(), "");
            if (domains.containsKey(value) && constraint.includes(node.node(), pod.pod(), affinity)) {
                domains.merge(value, constraint.count(node.pods(), pod.namespace()), Integer::sum);
            }
        }
    }

    static long score(CycleState state, PodInfo pod, NodeInfo node) {
        Counts counts = state.read(COUNTS);
        if (counts.ignored.contains(node.name())) {
            return 0;
        }
        double score = 0;
        for (int i = 0; i < counts.constraints.size(); i++) {
            Constraint constraint = counts.constraints.get(i);
            String value = node.labels().get(constraint.topologyKey());
            if (value != null) {
                int pods = constraint.topologyKey().equals(Constraint.HOSTNAME)
                        ? constraint.count(node.pods(), pod.namespace())
                        : counts.pods.get(i).getOrDefault(value, 0);
                score += pods * counts.weights.get(i) + (constraint.maxSkew() - 1);
            }
        }
        return Math.round(score);
    }

    static void normalize(CycleState state, List<NodeInfo> nodes, long[] scores) {
        Counts counts = state.read(COUNTS);
        long min = Long.MAX_VALUE;
        long max = 0;
        for (int i = 0; i < scores.length; i++) {
            if (counts.ignored.contains(nodes.get(i).name())) {
                scores[i] = IGNORED;
            } else {
                min = Math.min(min, scores[i]);
                max = Math.max(max, scores[i]);
            }
        }
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] == IGNORED) {
                scores[i] = 0;
            } else if (max == 0) {
                scores[i] = ScorePlugin.MAX_SCORE;
            } else {
                scores[i] = ScorePlugin.MAX_SCORE * (max + min - scores[i]) / max;
            }
        }
    }
}
