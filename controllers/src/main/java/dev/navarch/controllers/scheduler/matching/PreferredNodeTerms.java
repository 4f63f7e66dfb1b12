package dev.navarch.controllers.scheduler.matching;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import java.util.ArrayList;
import java.util.List;

/** Preferred node affinity: the weights of the terms that match a node add up. */
public final class PreferredNodeTerms {

    private final List<Weighted> terms;

    private record Weighted(NodeTerm term, int weight) {}

    private PreferredNodeTerms(List<Weighted> terms) {
        this.terms = List.copyOf(terms);
    }

    /**
     * Compiles the terms.
     *
     * @throws IllegalArgumentException when a term is malformed
     */
    public static PreferredNodeTerms of(List<PreferredSchedulingTerm> preferred) {
        List<Weighted> terms = new ArrayList<>();
        for (PreferredSchedulingTerm term : preferred) {
            int weight = term.getWeight() == null ? 0 : term.getWeight();
            if (weight == 0 || term.getPreference() == null || NodeTerm.isEmpty(term.getPreference())) {
                continue;
            }
            NodeTerm parsed = NodeTerm.of(term.getPreference());
            parsed.error().ifPresent(message -> {
                throw new IllegalArgumentException(message);
            });
            terms.add(new Weighted(parsed, weight));
        }
        return new PreferredNodeTerms(terms);
    }

    public long score(Node node) {
        long score = 0;
        for (Weighted weighted : terms) {
            if (weighted.term.matches(node)) {
                score += weighted.weight;
            }
        }
        return score;
    }
}
