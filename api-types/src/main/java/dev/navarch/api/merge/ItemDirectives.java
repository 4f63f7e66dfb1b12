package dev.navarch.api.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of objects and its patch after the {@code $patch} items of the patch were obeyed.
 *
 * @param remaining what deletions left of the original
 * @param changes the items of the patch that are no directives
 * @param replace whether the changes take the place of all that remains
 */
record ItemDirectives(List<JsonNode> remaining, List<JsonNode> changes, boolean replace) {

    /** What is merged into. */
    List<JsonNode> original() {
        return replace ? changes : remaining;
    }

    /** What is merged. */
    List<JsonNode> patch() {
        return replace ? List.of() : changes;
    }

    static boolean isDeletion(JsonNode item) {
        return item.path(StrategicMergePatch.DIRECTIVE).asText("").equals(StrategicMergePatch.DELETE);
    }

    static ItemDirectives obey(ListMerge merge, List<JsonNode> original, ArrayNode patch) {
        List<JsonNode> changes = new ArrayList<>();
        boolean replace = false;
        for (JsonNode item : patch) {
            JsonNode directive = item.get(StrategicMergePatch.DIRECTIVE);
            if (directive == null) {
                changes.add(item);
                continue;
            }
            switch (directive.asText()) {
                case StrategicMergePatch.DELETE -> deleteMatching(merge, original, item);
                case StrategicMergePatch.REPLACE -> replace = true;
                case StrategicMergePatch.MERGE ->
                    throw PatchErrors.unclassified("merging lists cannot yet be specified in the patch");
                default -> throw StrategicMergePatch.unknownDirective(directive, item);
            }
        }
        return new ItemDirectives(original, changes, replace);
    }

    private static void deleteMatching(ListMerge merge, List<JsonNode> original, JsonNode directive) {
        Object doomed = ListMerge.identity(merge.keyOf(directive));
        original.removeIf(item -> {
            JsonNode key = item.get(merge.mergeKey());
            return key != null && ListMerge.identity(key).equals(doomed);
        });
    }
}
