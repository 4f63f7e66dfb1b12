package dev.navarch.controllers.scheduler.matching;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One requirement on one label.
 *
 * @param bound the number that {@code GT} and {@code LT} compare with, otherwise unused
 */
public record Requirement(String key, Operator operator, Set<String> values, long bound) {

    /** How a label's value is compared. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GT,
        LT
    }

    public Requirement {
        values = Set.copyOf(values);
    }

    /**
     * A requirement as it is written in a selector.
     *
     * @throws IllegalArgumentException when the operator is unknown or the values do not suit it
     */
    public static Requirement of(String key, @Nullable String operator, @Nullable Collection<String> values) {
        Operator op = parse(operator);
        Set<String> set = values == null ? Set.of() : Set.copyOf(values);
        switch (op) {
            case IN, NOT_IN -> require(!set.isEmpty(), "for 'in', 'notin' operators, values set can't be empty");
            case EXISTS, DOES_NOT_EXIST ->
                require(set.isEmpty(), "values set must be empty for exists and does not exist");
            case GT, LT -> require(set.size() == 1, "for 'Gt', 'Lt' operators, exactly one value is required");
        }
        long bound =
                op == Operator.GT || op == Operator.LT ? number(set.iterator().next()) : 0;
        return new Requirement(key, op, set, bound);
    }

    private static Operator parse(@Nullable String operator) {
        return switch (operator) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            case "Gt" -> Operator.GT;
            case "Lt" -> Operator.LT;
            case null, default ->
                throw new IllegalArgumentException(
                        "\"" + (operator == null ? "" : operator) + "\" is not a valid label selector operator");
        };
    }

    private static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("for 'Gt', 'Lt' operators, the value must be an integer", e);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    public boolean matches(@Nullable Map<String, String> labels) {
        @Nullable String value = labels == null ? null : labels.get(key);
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GT -> value != null && compare(value, true);
            case LT -> value != null && compare(value, false);
        };
    }

    private boolean compare(String value, boolean greater) {
        try {
            long number = Long.parseLong(value);
            return greater ? number > bound : number < bound;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
