package dev.navarch.apiserver.kind.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import java.util.List;

/** What of its template may be changed while a job is suspended and has no pods: where they go and what they may use. */
final class SuspendedJob {

    private SuspendedJob() {}

    /** The template that was, with the changes of the new one that are allowed. */
    static JsonNode allowed(JsonNode template, JsonNode before) {
        if (!before.isObject()) {
            return before;
        }
        ObjectNode allowed = before.deepCopy();
        ObjectNode spec = allowed.withObjectProperty("spec");
        affinity(spec, template.path("spec").path("affinity"));
        for (String field : List.of("nodeSelector", "tolerations", "schedulingGates")) {
            copy(spec, template.path("spec"), field);
        }
        ObjectNode metadata = allowed.withObjectProperty("metadata");
        copy(metadata, template.path("metadata"), "annotations");
        copy(metadata, template.path("metadata"), "labels");
        return allowed;
    }

    private static void affinity(ObjectNode spec, JsonNode wanted) {
        if (spec.get("affinity") instanceof ObjectNode affinity) {
            copy(affinity, wanted, "nodeAffinity");
            if (affinity.isEmpty() && !wanted.isObject()) {
                spec.remove("affinity");
            }
        } else if (wanted.isObject()) {
            copy(spec.putObject("affinity"), wanted, "nodeAffinity");
        }
    }

    /** The pods' specification that was, with the resources of the new one for containers that are still the same. */
    static JsonNode withResources(JsonNode pod, JsonNode before) {
        ObjectNode allowed = before.isObject() ? before.deepCopy() : Json.object();
        for (String list : List.of("containers", "initContainers")) {
            JsonNode now = pod.path(list);
            JsonNode then = allowed.path(list);
            for (int i = 0; now.size() == then.size() && i < now.size(); i++) {
                if (now.get(i).path("name").equals(then.get(i).path("name"))
                        && then.get(i) instanceof ObjectNode container) {
                    copy(container, now.get(i), "resources");
                }
            }
        }
        return allowed;
    }

    private static void copy(ObjectNode to, JsonNode from, String field) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }
}
