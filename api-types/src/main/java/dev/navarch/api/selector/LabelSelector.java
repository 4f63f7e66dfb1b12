package dev.navarch.api.selector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All of its requirements must hold; with none, everything matches. */
public record LabelSelector(List<LabelRequirement> requirements) {

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** Reads the text of a parameter such as {@code app=web,tier in (a,b),!legacy}. */
    public static LabelSelector parse(String text) throws SelectorSyntaxException {
        if (text.isEmpty()) {
            return EVERYTHING;
        }
        var requirements = new ArrayList<>(new LabelSelectorParser(text).parse());
        requirements.sort(Comparator.comparing(LabelRequirement::key));
        return new LabelSelector(requirements);
    }

    /** Matches objects that have all these labels. */
    public static LabelSelector of(Map<String, String> labels) {
        return new LabelSelector(labels.entrySet().stream()
                .map(label -> new LabelRequirement(
                        label.getKey(), LabelRequirement.Operator.EQUALS, List.of(label.getValue())))
                .sorted(Comparator.comparing(LabelRequirement::key))
                .toList());
    }

    /**
     * Reads a {@code LabelSelector} object ({@code matchLabels}, {@code matchExpressions}) that has been validated;
     * empty matches everything.
     */
    public static LabelSelector of(JsonNode selector) {
        var requirements = new ArrayList<LabelRequirement>();
        selector.path("matchLabels")
                .properties()
                .forEach(label -> requirements.add(new LabelRequirement(
                        label.getKey(),
                        LabelRequirement.Operator.EQUALS,
                        List.of(label.getValue().asText()))));
        for (JsonNode expression : selector.path("matchExpressions")) {
            requirements.add(new LabelRequirement(
                    expression.path("key").asText(),
                    operator(expression.path("operator").asText()),
                    strings(expression.path("values"))));
        }
        requirements.sort(Comparator.comparing(LabelRequirement::key));
        return new LabelSelector(requirements);
    }

    public boolean isEmpty() {
        return requirements.isEmpty();
    }

    /** Whether a tree of labels matches: the {@code metadata.labels} of an object, which may be missing. */
    public boolean matches(JsonNode labels) {
        return matches(key -> {
            JsonNode value = labels.get(key);
            return value == null ? null : value.asText();
        });
    }

    public boolean matches(Map<String, String> labels) {
        return matches(labels::get);
    }

    /** The function gives a label's value, null when there is no such label. */
    public boolean matches(Function<String, @Nullable String> labels) {
        for (LabelRequirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return requirements.stream().map(LabelRequirement::toString).collect(Collectors.joining(","));
    }

    private static LabelRequirement.Operator operator(String name) {
        return switch (name) {
            case "In" -> LabelRequirement.Operator.IN;
            case "NotIn" -> LabelRequirement.Operator.NOT_IN;
            case "Exists" -> LabelRequirement.Operator.EXISTS;
            case "DoesNotExist" -> LabelRequirement.Operator.DOES_NOT_EXIST;
            default -> throw new IllegalArgumentException("\"" + name + "\" is not a valid label selector operator");
        };
    }

    private static List<String> strings(JsonNode array) {
        var values = new ArrayList<String>(array.size());
        array.forEach(value -> values.add(value.asText()));
        return values;
    }
}
