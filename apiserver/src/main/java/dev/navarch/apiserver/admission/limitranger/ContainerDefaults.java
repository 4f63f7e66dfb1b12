package dev.navarch.apiserver.admission.limitranger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Fills in requests and limits that containers do not state, and notes in an annotation which. */
final class ContainerDefaults {

    private static final String ANNOTATION = "kubernetes.io/limit-ranger";

    private ContainerDefaults() {}

    static void apply(JsonNode limits, ObjectNode pod) {
        var notes = new ArrayList<String>();
        JsonNode spec = pod.path("spec");
        for (JsonNode container : spec.path("containers")) {
            fill(limits, container, "container", notes);
        }
        for (JsonNode container : spec.path("initContainers")) {
            fill(limits, container, "init container", notes);
        }
        if (!notes.isEmpty()) {
            pod.withObject("/metadata")
                    .withObject("/annotations")
                    .put(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", notes));
        }
    }

    private static void fill(JsonNode limits, JsonNode container, String kind, List<String> notes) {
        if (!(container instanceof ObjectNode fields)) {
            return;
        }
        var requested = new TreeSet<String>();
        var limited = new TreeSet<String>();
        for (JsonNode limit : limits) {
            if (limit.path("type").asText("").equals("Container")) {
                limited.addAll(fillList(fields, "limits", limit.path("default")));
                requested.addAll(fillList(fields, "requests", limit.path("defaultRequest")));
            }
        }
        String name = container.path("name").asText();
        if (!requested.isEmpty()) {
            notes.add(String.join(", ", requested) + " request for " + kind + " " + name);
        }
        if (!limited.isEmpty()) {
            notes.add(String.join(", ", limited) + " limit for " + kind + " " + name);
        }
    }

    private static List<String> fillList(ObjectNode container, String list, JsonNode defaults) {
        var set = new ArrayList<String>();
        defaults.properties().forEach(entry -> {
            ObjectNode amounts = container.withObject("/resources").withObject("/" + list);
            if (!amounts.has(entry.getKey())) {
                amounts.set(entry.getKey(), entry.getValue());
                set.add(entry.getKey());
            }
        });
        return set;
    }
}
