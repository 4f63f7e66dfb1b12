package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Equality of trees as upstream's {@code Semantic.DeepEqual}: no list and an empty one are the same. */
public final class SemanticEquality {

    private static final Comparator<JsonNode> LEAVES = (a, b) -> {
        if (a.equals(b)) {
            return 0;
        }
        return a.isNumber() && b.isNumber() && a.decimalValue().compareTo(b.decimalValue()) == 0 ? 0 : 1;
    };

    private SemanticEquality() {}

    public static boolean equal(JsonNode a, JsonNode b) {
        if (isNothing(a) || isNothing(b)) {
            return isNothing(a) && isNothing(b);
        }
        return a.equals(LEAVES, b);
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull() || (node.isArray() && node.isEmpty());
    }
}
