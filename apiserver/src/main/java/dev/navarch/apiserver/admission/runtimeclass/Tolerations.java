package dev.navarch.apiserver.admission.runtimeclass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** Joins lists of tolerations, leaving out what another one covers. */
final class Tolerations {

    private Tolerations() {}

    static ArrayNode merge(JsonNode first, JsonNode second) {
        List<JsonNode> all = new ArrayList<>();
        first.forEach(all::add);
        second.forEach(all::add);
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < all.size(); i++) {
            if (!isCovered(all.get(i), merged, all.subList(i + 1, all.size()))) {
                merged.add(all.get(i).deepCopy());
            }
        }
        return merged;
    }

    private static boolean isCovered(JsonNode toleration, ArrayNode kept, List<JsonNode> later) {
        for (JsonNode other : kept) {
            if (covers(other, toleration)) {
                return true;
            }
        }
        return later.stream().anyMatch(other -> !other.equals(toleration) && covers(other, toleration));
    }

    private static boolean covers(JsonNode wide, JsonNode narrow) {
        if (wide.equals(narrow)) {
            return true;
        }
        String wideKey = text(wide, "key");
        String operator = text(wide, "operator");
        boolean allKeys = wideKey.isEmpty() && operator.equals("Exists");
        if (!wideKey.equals(text(narrow, "key")) && !allKeys) {
            return false;
        }
        String effect = text(wide, "effect");
        if (!effect.isEmpty() && !effect.equals(text(narrow, "effect"))) {
            return false;
        }
        if (effect.equals("NoExecute") && wide.hasNonNull("tolerationSeconds")) {
            boolean longer = !narrow.hasNonNull("tolerationSeconds")
                    || narrow.path("tolerationSeconds").asLong()
                            > wide.path("tolerationSeconds").asLong();
            if (longer) {
                return false;
            }
        }
        return switch (operator) {
            case "Equal", "" ->
                text(narrow, "operator").equals("Equal")
                        && text(narrow, "value").equals(text(wide, "value"));
            case "Exists" -> true;
            default -> false;
        };
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
