package dev.navarch.api.selector;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One condition on one label. */
public record LabelRequirement(String key, Operator operator, List<String> values) {

    /** How the label's value relates to the values. */
    public enum Operator {
        IN("in"),
        NOT_IN("notin"),
        EQUALS("="),
        NOT_EQUALS("!="),
        EXISTS("exists"),
        DOES_NOT_EXIST("!"),
        GREATER_THAN("gt"),
        LESS_THAN("lt");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** As it is written in a selector. */
        public String symbol() {
            return symbol;
        }
    }

    public LabelRequirement {
        values = List.copyOf(values);
    }

    /** Whether labels satisfy it; the function gives a label's value, null when there is no such label. */
    public boolean matches(Function<String, @Nullable String> labels) {
        String value = labels.apply(key);
        return switch (operator) {
            case IN, EQUALS -> value != null && values.contains(value);
            case NOT_IN, NOT_EQUALS -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER_THAN -> value != null && compare(value, values.getFirst()) > 0;
            case LESS_THAN -> value != null && compare(value, values.getFirst()) < 0;
        };
    }

    /** Zero, which satisfies neither order, also when one of them is no number. */
    private static int compare(String value, String bound) {
        try {
            return Long.compare(Long.parseLong(value), Long.parseLong(bound));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return switch (operator) {
            case DOES_NOT_EXIST -> "!" + key;
            case EXISTS -> key;
            case IN, NOT_IN -> key + " " + operator.symbol() + " (" + String.join(",", values) + ")";
            case GREATER_THAN -> key + ">" + values.getFirst();
            case LESS_THAN -> key + "<" + values.getFirst();
            case EQUALS, NOT_EQUALS -> key + operator.symbol() + values.getFirst();
        };
    }
}
