package dev.navarch.controllers.ownership;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Selectors on labels, as predicates. */
public final class LabelSelectors {

    private LabelSelectors() {}

    /**
     * The predicate of a selector: an absent selector matches nothing, an empty one everything. Empty where an operator
     * is unknown: such a selector is invalid and must not be acted on.
     */
    public static Optional<Predicate<Map<String, String>>> predicate(@Nullable LabelSelector selector) {
        if (selector == null) {
            return Optional.of(labels -> false);
        }
        Map<String, String> matchLabels = Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
        Predicate<Map<String, String>> all = labels -> containsAll(labels, matchLabels);
        for (LabelSelectorRequirement requirement : selector.getMatchExpressions()) {
            Optional<Predicate<Map<String, String>>> next = requirement(requirement);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            all = all.and(next.get());
        }
        Predicate<Map<String, String>> result = all;
        return Optional.of(labels -> result.test(labels == null ? Map.of() : labels));
    }

    public static boolean matches(@Nullable LabelSelector selector, @Nullable Map<String, String> labels) {
        return predicate(selector)
                .map(p -> p.test(labels == null ? Map.of() : labels))
                .orElse(false);
    }

    public static boolean containsAll(@Nullable Map<String, String> labels, Map<String, String> wanted) {
        return wanted.isEmpty() || (labels != null && labels.entrySet().containsAll(wanted.entrySet()));
    }

    public static boolean isEmpty(@Nullable LabelSelector selector) {
        return selector != null
                && selector.getMatchExpressions().isEmpty()
                && (selector.getMatchLabels() == null
                        || selector.getMatchLabels().isEmpty());
    }

    private static Optional<Predicate<Map<String, String>>> requirement(LabelSelectorRequirement requirement) {
        String key = requirement.getKey();
        var values = requirement.getValues();
        return switch (requirement.getOperator()) {
            case "In" -> Optional.of(labels -> labels.containsKey(key) && values.contains(labels.get(key)));
            case "NotIn" -> Optional.of(labels -> !labels.containsKey(key) || !values.contains(labels.get(key)));
            case "Exists" -> Optional.of(labels -> labels.containsKey(key));
            case "DoesNotExist" -> Optional.of(labels -> !labels.containsKey(key));
            default -> Optional.empty();
        };
    }
}
