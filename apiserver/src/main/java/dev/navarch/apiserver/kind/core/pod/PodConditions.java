package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Sets conditions of a pod's status; the transition time moves only when the status does. */
final class PodConditions {

    private PodConditions() {}

    static void set(ObjectNode pod, String type, String status, String reason, String message) {
        ObjectNode podStatus = Fields.objectOrNew(pod, "status");
        ArrayNode conditions =
                podStatus.get("conditions") instanceof ArrayNode present ? present : podStatus.putArray("conditions");
        ObjectNode condition = null;
        for (ObjectNode candidate : Fields.objects(podStatus, "conditions")) {
            if (Fields.text(candidate, "type").equals(type)) {
                condition = candidate;
            }
        }
        if (condition == null) {
            condition = conditions.addObject();
            condition.putNull("lastProbeTime");
        }
        boolean changed = !Fields.text(condition, "status").equals(status);
        condition.put("type", type);
        condition.put("status", status);
        if (changed) {
            condition.put(
                    "lastTransitionTime",
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        putOrRemove(condition, "reason", reason);
        putOrRemove(condition, "message", message);
    }

    private static void putOrRemove(ObjectNode condition, String field, String value) {
        if (value.isEmpty()) {
            condition.remove(field);
        } else {
            condition.put(field, value);
        }
    }
}
