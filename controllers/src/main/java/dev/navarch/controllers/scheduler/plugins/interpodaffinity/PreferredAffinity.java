package dev.navarch.controllers.scheduler.plugins.interpodaffinity;

import dev.navarch.controllers.scheduler.framework.AffinityTerm;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.ScorePlugin;
import dev.navarch.controllers.scheduler.framework.Status;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores topology domains by preferred terms: of the pod towards those that run already, and of those towards the pod. A
 * required affinity of a running pod counts as a preference of the configured weight.
 */
final class PreferredAffinity {

    private static final CycleState.Key<DomainScores> SCORES =
            new CycleState.Key<>("PreScore" + InterPodAffinity.NAME, DomainScores.class);

    private record DomainScores(Map<String, Map<String, Long>> byKeyAndValue) implements CycleState.StateData {

        void add(
                AffinityTerm term,
                long weight,
                Pod pod,
                @Nullable Map<String, String> namespaceLabels,
                Map<String, String> nodeLabels) {
            if (term.matches(pod, namespaceLabels)) {
                String value = nodeLabels.get(term.topologyKey());
                if (value != null) {
                    byKeyAndValue
                            .computeIfAbsent(term.topologyKey(), k -> new HashMap<>())
                            .merge(value, weight, Long::sum);
                }
            }
        }

        void add(
                List<AffinityTerm.Weighted> terms,
                int sign,
                Pod pod,
                @Nullable Map<String, String> namespaceLabels,
                Map<String, String> nodeLabels) {
            for (AffinityTerm.Weighted weighted : terms) {
                add(weighted.term(), (long) sign * weighted.weight(), pod, namespaceLabels, nodeLabels);
            }
        }
    }

    private final Handle handle;
    private final Namespaces namespaces;
    private final int hardWeight;
    private final boolean ignoreExisting;

    PreferredAffinity(Handle handle, Namespaces namespaces, int hardWeight, boolean ignoreExisting) {
        this.handle = handle;
        this.namespaces = namespaces;
        this.hardWeight = hardWeight;
        this.ignoreExisting = ignoreExisting;
    }

    Status preScore(CycleState state, PodInfo pod) {
        boolean hasPreferences = !pod.preferredAffinity().isEmpty()
                || !pod.preferredAntiAffinity().isEmpty();
        if (ignoreExisting && !hasPreferences) {
            return Status.SKIP;
        }
        List<NodeInfo> nodes =
                hasPreferences ? handle.snapshot().nodes() : handle.snapshot().nodesHavingPodsWithAffinity();
        if (nodes.isEmpty()) {
            return Status.SKIP;
        }
        List<AffinityTerm.Weighted> affinity = resolve(pod.preferredAffinity());
        List<AffinityTerm.Weighted> antiAffinity = resolve(pod.preferredAntiAffinity());
        Map<String, String> namespaceLabels = namespaces.labels(pod.namespace());
        DomainScores scores = new DomainScores(new HashMap<>());
        for (NodeInfo node : nodes) {
            if (node.labels().isEmpty()) {
                continue;
            }
            for (PodInfo existing : hasPreferences ? node.pods() : node.podsWithAffinity()) {
                scores.add(affinity, 1, existing.pod(), null, node.labels());
                scores.add(antiAffinity, -1, existing.pod(), null, node.labels());
                addExisting(scores, existing, pod.pod(), namespaceLabels, node.labels());
            }
        }
        if (scores.byKeyAndValue.isEmpty()) {
            return Status.SKIP;
        }
        state.write(SCORES, scores);
        return Status.SUCCESS;
    }

    private List<AffinityTerm.Weighted> resolve(List<AffinityTerm.Weighted> terms) {
        return terms.stream()
                .map(weighted -> new AffinityTerm.Weighted(namespaces.resolve(weighted.term()), weighted.weight()))
                .toList();
    }

    private void addExisting(
            DomainScores scores,
            PodInfo existing,
            Pod pod,
            Map<String, String> namespaceLabels,
            Map<String, String> nodeLabels) {
        if (hardWeight > 0) {
            for (AffinityTerm term : existing.requiredAffinity()) {
                scores.add(term, hardWeight, pod, namespaceLabels, nodeLabels);
            }
        }
        scores.add(existing.preferredAffinity(), 1, pod, namespaceLabels, nodeLabels);
        scores.add(existing.preferredAntiAffinity(), -1, pod, namespaceLabels, nodeLabels);
    }

    static long score(CycleState state, NodeInfo node) {
        long score = 0;
        for (Map.Entry<String, Map<String, Long>> topology :
                state.read(SCORES).byKeyAndValue.entrySet()) {
            String value = node.labels().get(topology.getKey());
            if (value != null) {
                score += topology.getValue().getOrDefault(value, 0L);
            }
        }
        return score;
    }

    static void normalize(long[] scores) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (long score : scores) {
            min = Math.min(min, score);
            max = Math.max(max, score);
        }
        long range = max - min;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = range > 0 ? (long) (ScorePlugin.MAX_SCORE * ((double) (scores[i] - min) / range)) : 0;
        }
    }
}
