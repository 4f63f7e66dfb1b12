package dev.navarch.api.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From one value to those that the next part of a path names. */
sealed interface PathStep {

    void select(JsonNode value, List<JsonNode> into);

    /** A member of an object. */
    record Field(String name) implements PathStep {
        @Override
        public void select(JsonNode value, List<JsonNode> into) {
            JsonNode member = value.get(name);
            if (member != null) {
                into.add(member);
            }
        }
    }

    /** All members of an object or items of a list. */
    record Wildcard() implements PathStep {
        @Override
        public void select(JsonNode value, List<JsonNode> into) {
            value.forEach(into::add);
        }
    }

    /** Items from {@code start} to before {@code end}; negative ones count from the end. */
    record Slice(@Nullable Integer start, @Nullable Integer end, int step) implements PathStep {
        @Override
        public void select(JsonNode value, List<JsonNode> into) {
            if (!value.isArray()) {
                return;
            }
            int size = value.size();
            int from = start == null ? 0 : fromEnd(start, size);
            int to = end == null ? size : Math.min(fromEnd(end, size), size);
            for (int i = Math.max(from, 0); i < to; i += step) {
                into.add(value.get(i));
            }
        }

        private static int fromEnd(int index, int size) {
            return index < 0 ? index + size : index;
        }
    }

    /** One item; a negative index counts from the end. */
    record Index(int index) implements PathStep {
        @Override
        public void select(JsonNode value, List<JsonNode> into) {
            int at = index < 0 ? index + value.size() : index;
            if (value.isArray() && at >= 0 && at < value.size()) {
                into.add(value.get(at));
            }
        }
    }

    /** The results of several paths, one after the other. */
    record Union(List<JsonPath> paths) implements PathStep {
        @Override
        public void select(JsonNode value, List<JsonNode> into) {
            paths.forEach(path -> into.addAll(path.find(value)));
        }
    }

    /** The value and all that is in it, at any depth. */
    record Descent() implements PathStep {
        @Override
        public void select(JsonNode value, List<JsonNode> into) {
            into.add(value);
            value.forEach(child -> select(child, into));
        }
    }

    /** Items of a list that meet a condition. */
    record Filter(
            Operand left,
            @Nullable Operator operator,
            @Nullable Operand right) implements PathStep {
        @Override
        public void select(JsonNode value, List<JsonNode> into) {
            if (value.isArray()) {
                value.forEach(item -> {
                    if (accepts(item)) {
                        into.add(item);
                    }
                });
            }
        }

        private boolean accepts(JsonNode item) {
            JsonNode a = left.value(item);
            if (operator == null || right == null) {
                return a != null;
            }
            JsonNode b = right.value(item);
            return a != null && b != null && operator.holds(a, b);
        }
    }

    /** How a filter compares. */
    enum Operator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS_OR_EQUAL("<="),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        GREATER(">");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }

        boolean holds(JsonNode a, JsonNode b) {
            int order = a.isNumber() && b.isNumber()
                    ? Double.compare(a.doubleValue(), b.doubleValue())
                    : a.asText().compareTo(b.asText());
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    /** A side of a comparison: a path from the item, or a constant. */
    record Operand(@Nullable JsonPath path, @Nullable JsonNode constant) {
        @Nullable
        JsonNode value(JsonNode item) {
            if (path == null) {
                return constant;
            }
            List<JsonNode> found = path.find(item);
            return found.isEmpty() ? null : found.getFirst();
        }
    }
}
