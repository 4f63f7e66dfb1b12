package dev.navarch.api.meta;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A condition on labels: requirements that all must hold, sorted by key. Immutable. Its text form is the query
 * parameter's grammar, its object form the API's {@code matchLabels} and {@code matchExpressions}.
 */
public final class LabelSelector {

    public enum Operator {
        IN("in"),
        NOT_IN("notin"),
        EQUALS("="),
        DOUBLE_EQUALS("=="),
        NOT_EQUALS("!="),
        EXISTS("exists"),
        DOES_NOT_EXIST("!"),
        GREATER_THAN("gt"),
        LESS_THAN("lt");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /** Upstream's {@code selection.Operator}. */
        public String text() {
            return text;
        }
    }

    /** One condition; values are sorted and without duplicates. */
    public record Requirement(String key, Operator operator, List<String> values) {

        public Requirement {
            values = List.copyOf(values);
        }

        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN, EQUALS, DOUBLE_EQUALS -> value != null && values.contains(value);
                case NOT_IN, NOT_EQUALS -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER_THAN, LESS_THAN -> value != null && compares(value);
            };
        }

        private boolean compares(String value) {
            try {
                int order = Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
                return operator == Operator.GREATER_THAN ? order > 0 : order < 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            String joined = String.join(",", values);
            return switch (operator) {
                case EXISTS -> key;
                case DOES_NOT_EXIST -> "!" + key;
                case IN, NOT_IN -> key + " " + operator.text + " (" + joined + ")";
                case GREATER_THAN -> key + ">" + joined;
                case LESS_THAN -> key + "<" + joined;
                case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> key + operator.text + joined;
            };
        }
    }

    private static final LabelSelector EVERYTHING = new LabelSelector(List.of(), false);
    private static final LabelSelector NOTHING = new LabelSelector(List.of(), true);

    private final List<Requirement> requirements;
    private final boolean nothing;

    private LabelSelector(List<Requirement> requirements, boolean nothing) {
        this.requirements = requirements;
        this.nothing = nothing;
    }

    public static LabelSelector everything() {
        return EVERYTHING;
    }

    public static LabelSelector nothing() {
        return NOTHING;
    }

    /** Reads a query parameter; throws {@link IllegalArgumentException} with upstream's text. */
    public static LabelSelector parse(String selector) {
        return of(new LabelSelectorParser(selector).parse());
    }

    public static LabelSelector of(List<Requirement> requirements) {
        return requirements.isEmpty()
                ? EVERYTHING
                : new LabelSelector(
                        requirements.stream()
                                .sorted(Comparator.comparing(Requirement::key))
                                .toList(),
                        false);
    }

    /** Matches exactly these labels; nothing is checked. */
    public static LabelSelector ofLabels(Map<String, String> labels) {
        var requirements = new ArrayList<Requirement>();
        labels.forEach((key, value) -> requirements.add(new Requirement(key, Operator.EQUALS, List.of(value))));
        return of(requirements);
    }

    /**
     * The API's object form: absent or null matches nothing, empty matches everything.
     *
     * @throws IllegalArgumentException with upstream's text
     */
    public static LabelSelector ofObject(JsonNode selector) {
        if (selector.isMissingNode() || selector.isNull()) {
            return NOTHING;
        }
        var requirements = new ArrayList<Requirement>();
        selector.path("matchLabels")
                .properties()
                .forEach(label -> requirements.add(checked(
                        label.getKey(),
                        Operator.EQUALS,
                        List.of(label.getValue().asText()))));
        for (JsonNode expression : selector.path("matchExpressions")) {
            var values = new ArrayList<String>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            requirements.add(checked(
                    expression.path("key").asText(""),
                    operator(expression.path("operator").asText("")),
                    values));
        }
        return of(requirements);
    }

    private static Operator operator(String name) {
        return switch (name) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default ->
                throw new IllegalArgumentException(FieldValue.show(name) + " is not a valid label selector operator");
        };
    }

    static Requirement checked(String key, Operator operator, List<String> values) {
        List<FieldError> errors = LabelSelectorParser.check(key, operator, values);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(aggregate(errors));
        }
        return new Requirement(key, operator, List.copyOf(new TreeSet<>(values)));
    }

    private static String aggregate(List<FieldError> errors) {
        List<String> texts =
                errors.stream().map(FieldError::toString).distinct().toList();
        return texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
    }

    public List<Requirement> requirements() {
        return requirements;
    }

    /** Restricts nothing. */
    public boolean isEmpty() {
        return !nothing && requirements.isEmpty();
    }

    public boolean matchesNothing() {
        return nothing;
    }

    public boolean matches(Map<String, String> labels) {
        if (nothing) {
            return false;
        }
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** The one value that the label must have, if the selector says so. */
    public Optional<String> requiredValue(String label) {
        return requirements.stream()
                .filter(r -> r.key.equals(label))
                .findFirst()
                .filter(r -> r.operator == Operator.EQUALS
                        || r.operator == Operator.DOUBLE_EQUALS
                        || r.operator == Operator.IN)
                .filter(r -> r.values.size() == 1)
                .map(r -> r.values.getFirst());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelSelector s && nothing == s.nothing && requirements.equals(s.requirements);
    }

    @Override
    public int hashCode() {
        return requirements.hashCode();
    }

    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
