package dev.navarch.controllers.scheduler.plugins.interpodaffinity;

import dev.navarch.controllers.scheduler.framework.AffinityTerm;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many pods match terms, by topology domain. Not thread-safe. */
final class TermCounts {

    /** A topology domain: a label of nodes with one value. */
    record Domain(String key, String value) {}

    private final Map<Domain, Long> counts = new HashMap<>();

    TermCounts copy() {
        TermCounts copy = new TermCounts();
        copy.counts.putAll(counts);
        return copy;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    boolean has(String key, String value) {
        return !counts.isEmpty() && counts.getOrDefault(new Domain(key, value), 0L) > 0;
    }

    /** Counts a pod that matches all of the terms, in the domain of each. */
    void addIfAllMatch(List<AffinityTerm> terms, Pod pod, Map<String, String> nodeLabels, int sign) {
        if (allMatch(terms, pod)) {
            for (AffinityTerm term : terms) {
                add(term, nodeLabels, sign);
            }
        }
    }

    /** Counts a pod in the domain of each term that it matches. */
    void addWhereMatching(
            List<AffinityTerm> terms,
            Pod pod,
            @Nullable Map<String, String> namespaceLabels,
            Map<String, String> nodeLabels,
            int sign) {
        for (AffinityTerm term : terms) {
            if (term.matches(pod, namespaceLabels)) {
                add(term, nodeLabels, sign);
            }
        }
    }

    private void add(AffinityTerm term, Map<String, String> nodeLabels, int sign) {
        String value = nodeLabels.get(term.topologyKey());
        if (value != null) {
            counts.compute(new Domain(term.topologyKey(), value), (domain, count) -> {
                long sum = (count == null ? 0 : count) + sign;
                return sum == 0 ? null : sum;
            });
        }
    }

    static boolean allMatch(List<AffinityTerm> terms, Pod pod) {
        if (terms.isEmpty()) {
            return false;
        }
        for (AffinityTerm term : terms) {
            if (!term.matches(pod, null)) {
                return false;
            }
        }
        return true;
    }
}
