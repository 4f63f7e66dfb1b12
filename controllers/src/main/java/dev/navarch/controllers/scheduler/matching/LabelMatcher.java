package dev.navarch.controllers.scheduler.matching;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A label selector, compiled: requirements that labels must all satisfy. */
public final class LabelMatcher {

    /** Matches no labels at all: what an absent selector means. */
    public static final LabelMatcher NOTHING = new LabelMatcher(null);

    /** Matches all labels: what a selector without requirements means. */
    public static final LabelMatcher EVERYTHING = new LabelMatcher(List.of());

    private final @Nullable List<Requirement> requirements;

    private LabelMatcher(@Nullable List<Requirement> requirements) {
        this.requirements = requirements;
    }

    /**
     * Compiles a selector.
     *
     * @throws IllegalArgumentException when the selector is malformed
     */
    public static LabelMatcher of(@Nullable LabelSelector selector) {
        if (selector == null) {
            return NOTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        addEqualities(requirements, selector.getMatchLabels());
        if (selector.getMatchExpressions() != null) {
            for (LabelSelectorRequirement r : selector.getMatchExpressions()) {
                requirements.add(Requirement.of(r.getKey(), r.getOperator(), r.getValues()));
            }
        }
        return of(requirements);
    }

    public static LabelMatcher equalTo(@Nullable Map<String, String> labels) {
        List<Requirement> requirements = new ArrayList<>();
        addEqualities(requirements, labels);
        return of(requirements);
    }

    public static LabelMatcher of(List<Requirement> requirements) {
        return requirements.isEmpty() ? EVERYTHING : new LabelMatcher(List.copyOf(requirements));
    }

    private static void addEqualities(List<Requirement> to, @Nullable Map<String, String> labels) {
        if (labels != null) {
            new TreeMap<>(labels)
                    .forEach((key, value) -> to.add(new Requirement(key, Requirement.Operator.IN, Set.of(value), 0)));
        }
    }

    /** This selector and the other's requirements; nothing stays nothing. */
    public LabelMatcher and(LabelMatcher other) {
        if (requirements == null || other.requirements == null) {
            return NOTHING;
        }
        List<Requirement> both = new ArrayList<>(requirements);
        both.addAll(other.requirements);
        return of(both);
    }

    /** Whether there is no requirement, so that everything matches. */
    public boolean isEmpty() {
        return requirements != null && requirements.isEmpty();
    }

    public boolean isNothing() {
        return requirements == null;
    }

    public boolean matches(@Nullable Map<String, String> labels) {
        if (requirements == null) {
            return false;
        }
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return requirements == null ? "nothing" : requirements.toString();
    }
}
