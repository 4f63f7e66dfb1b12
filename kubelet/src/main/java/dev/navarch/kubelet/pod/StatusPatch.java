package dev.navarch.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Optional;
import java.util.Set;

/**
 * The strategic merge patch from one PodStatus to the next. Only what changed is named, so that conditions of others
 * survive; the uid makes it fail on a successor of the same name.
 */
final class StatusPatch {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Lists that the API server would merge by key where the kubelet means to replace. */
    private static final Set<String> MERGED_LISTS = Set.of("podIPs", "hostIPs");

    private static final Set<String> NEVER_CLEARED = Set.of("resourceClaimStatuses", "conditions");

    private static final Set<String> ALWAYS_SAID = Set.of("reason", "message");

    private StatusPatch() {}

    /** Empty when nothing differs. */
    static Optional<String> between(String uid, PodStatus before, PodStatus after) {
        ObjectNode from = JSON.valueToTree(before);
        ObjectNode to = JSON.valueToTree(after);
        ObjectNode changes = JSON.createObjectNode();
        to.fieldNames().forEachRemaining(field -> {
            if (!field.equals("conditions") && !to.get(field).equals(from.get(field))) {
                changes.set(field, value(field, to.get(field)));
            }
        });
        ArrayNode conditions = conditions(from, to);
        if (!conditions.isEmpty()) {
            changes.set("conditions", conditions);
        }
        from.fieldNames().forEachRemaining(field -> {
            if (!to.has(field) && !NEVER_CLEARED.contains(field)) {
                changes.putNull(field);
            }
        });
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("metadata").put("uid", uid);
        patch.set("status", changes);
        return Optional.of(patch.toString());
    }

    private static JsonNode value(String field, JsonNode value) {
        if (!MERGED_LISTS.contains(field)) {
            return value;
        }
        ArrayNode list = JSON.createArrayNode();
        list.addObject().put("$patch", "replace");
        value.forEach(list::add);
        return list;
    }

    private static ArrayNode conditions(ObjectNode from, ObjectNode to) {
        ArrayNode changed = JSON.createArrayNode();
        for (JsonNode condition : to.path("conditions")) {
            if (PodConditions.ownedByKubelet(condition.path("type").asText())
                    && !condition.equals(find(from, condition.path("type").asText()))) {
                ObjectNode whole = (ObjectNode) condition.deepCopy();
                for (String field : ALWAYS_SAID) {
                    if (!whole.has(field)) {
                        whole.putNull(field);
                    }
                }
                changed.add(whole);
            }
        }
        for (JsonNode condition : from.path("conditions")) {
            String type = condition.path("type").asText();
            if (PodConditions.ownedByKubelet(type) && find(to, type).isMissingNode()) {
                changed.addObject().put("$patch", "delete").put("type", type);
            }
        }
        return changed;
    }

    private static JsonNode find(ObjectNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return JSON.missingNode();
    }
}
