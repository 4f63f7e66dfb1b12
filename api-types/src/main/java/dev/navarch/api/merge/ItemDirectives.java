package dev.navarch.api.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The two sides of a list of objects after the {@code $patch} items of the patch were obeyed: items deleted from the
 * original, or the original replaced.
 */
record ItemDirectives(List<JsonNode> original, List<JsonNode> patch) {

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
        return replace ? new ItemDirectives(changes, List.of()) : new ItemDirectives(original, changes);
    }

    private static void deleteMatching(ListMerge merge, List<JsonNode> original, JsonNode directive) {
        Object doomed = ListMerge.identity(merge.keyOf(directive));
        original.removeIf(item -> {
            JsonNode key = item.get(merge.mergeKey());
            return key != null && ListMerge.identity(key).equals(doomed);
        });
    }
}
