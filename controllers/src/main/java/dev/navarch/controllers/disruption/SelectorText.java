package dev.navarch.controllers.disruption;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A selector as upstream's events show it, which is how Go prints the structure. */
final class SelectorText {

    private SelectorText() {}

    static String of(@Nullable LabelSelector selector) {
        if (selector == null) {
            return "nil";
        }
        Map<String, String> labels = new TreeMap<>(Objects.requireNonNullElse(selector.getMatchLabels(), Map.of()));
        List<String> pairs = new ArrayList<>();
        labels.forEach((key, value) -> pairs.add(key + ": " + value + ","));
        StringBuilder expressions = new StringBuilder();
        selector.getMatchExpressions()
                .forEach(e -> expressions.append("LabelSelectorRequirement{Key:" + e.getKey() + ",Operator:"
                        + e.getOperator() + ",Values:[" + String.join(" ", e.getValues()) + "],},"));
        return "&LabelSelector{MatchLabels:map[string]string{" + String.join("", pairs)
                + "},MatchExpressions:[]LabelSelectorRequirement{" + expressions + "},}";
    }
}
