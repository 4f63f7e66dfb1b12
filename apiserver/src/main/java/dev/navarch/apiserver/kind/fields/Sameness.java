package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Quantity;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Equality of values as upstream's semantic comparison has it: lists and maps that are empty equal those that are not set. */
public final class Sameness {

    private static final Set<String> AMOUNTS =
            Set.of("limits", "requests", "capacity", "allocatable", "overhead", "hard");

    private Sameness() {}

    public static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
        if (one == null || other == null || isNothing(one) || isNothing(other)) {
            return isEmpty(one) && isEmpty(other);
        }
        return switch (one.getNodeType()) {
            case OBJECT -> other.isObject() && sameFields((ObjectNode) one, (ObjectNode) other);
            case ARRAY -> other.isArray() && sameItems(one, other);
            case NUMBER -> other.isNumber() && one.decimalValue().compareTo(other.decimalValue()) == 0;
            default -> one.equals(other);
        };
    }

    private static boolean sameFields(ObjectNode one, ObjectNode other) {
        return covers(one, other) && covers(other, one);
    }

    private static boolean covers(ObjectNode one, ObjectNode other) {
        for (Iterator<String> names = one.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            boolean alike = AMOUNTS.contains(name)
                    ? sameAmounts(one.get(name), other.get(name))
                    : same(one.get(name), other.get(name));
            if (!alike) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameAmounts(JsonNode one, @Nullable JsonNode other) {
        if (other == null || !one.isObject() || !other.isObject()) {
            return same(one, other);
        }
        if (one.size() != other.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> amount : one.properties()) {
            JsonNode match = other.get(amount.getKey());
            if (match == null || !quantity(amount.getValue()).equals(quantity(match))) {
                return false;
            }
        }
        return true;
    }

    private static Quantity quantity(JsonNode amount) {
        return Quantity.parse(amount.asText("0"));
    }

    private static boolean sameItems(JsonNode one, JsonNode other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNothing(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    private static boolean isEmpty(@Nullable JsonNode node) {
        return node == null || isNothing(node) || (node.isArray() && node.isEmpty());
    }
}
