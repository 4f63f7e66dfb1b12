package dev.navarch.api.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.StatusException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON Merge Patch (RFC 7386): null removes a member, objects merge, everything else replaces. */
public final class MergePatch {

    private MergePatch() {}

    /**
     * Applies a merge patch. Objects that were merged have sorted members.
     *
     * @return the patched document; not an object if the patch is a list
     * @throws StatusException 400 if the patch is neither object nor list
     */
    public static JsonNode apply(JsonNode document, JsonNode patch) {
        if (patch instanceof ArrayNode list) {
            return withoutNulls(list.deepCopy());
        }
        if (!(patch instanceof ObjectNode changes)) {
            throw StatusException.badRequest("Invalid JSON Patch");
        }
        return document instanceof ObjectNode target
                ? merge(target.deepCopy(), changes)
                : withoutNulls(changes.deepCopy());
    }

    /** The patch that turns {@code original} into {@code modified}; empty if they are equal. */
    public static ObjectNode create(ObjectNode original, ObjectNode modified) {
        ObjectNode patch = Json.object();
        for (Map.Entry<String, JsonNode> member : modified.properties()) {
            JsonNode before = original.get(member.getKey());
            JsonNode after = member.getValue();
            if (before instanceof ObjectNode a && after instanceof ObjectNode b) {
                ObjectNode inner = create(a, b);
                if (!inner.isEmpty()) {
                    patch.set(member.getKey(), inner);
                }
            } else if (before == null || !PatchTarget.same(before, after)) {
                patch.set(member.getKey(), after.deepCopy());
            }
        }
        for (String name : (Iterable<String>) original::fieldNames) {
            if (!modified.has(name)) {
                patch.putNull(name);
            }
        }
        return patch;
    }

    private static ObjectNode merge(ObjectNode target, ObjectNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String name = change.getKey();
            JsonNode value = change.getValue();
            if (value.isNull()) {
                target.remove(name);
            } else {
                target.set(name, merged(target.get(name), value));
            }
        }
        SortedMembers.sort(target);
        return target;
    }

    private static JsonNode merged(@Nullable JsonNode current, JsonNode change) {
        if (!(current instanceof ObjectNode object)) {
            return withoutNulls(change.deepCopy());
        }
        return change instanceof ObjectNode changes ? merge(object, changes) : change.deepCopy();
    }

    private static JsonNode withoutNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                if (member.getValue().isNull()) {
                    object.remove(member.getKey());
                } else {
                    withoutNulls(member.getValue());
                }
            }
            SortedMembers.sort(object);
        } else if (value instanceof ArrayNode list) {
            list.forEach(MergePatch::withoutNulls);
        }
        return value;
    }
}
