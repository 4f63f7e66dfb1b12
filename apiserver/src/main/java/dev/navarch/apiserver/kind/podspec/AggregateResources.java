package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.kind.fields.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the containers of a pod ask for together. */
public final class AggregateResources {

    private AggregateResources() {}

    /** What the containers together ask for: the larger of the running sum and of each init container's moment. */
    public static Map<String, Quantity> of(JsonNode spec, String list) {
        Map<String, Quantity> running = new LinkedHashMap<>();
        for (ObjectNode container : Fields.objects(spec, "containers")) {
            add(running, Fields.object(Fields.object(container, "resources"), list));
        }
        Map<String, Quantity> sidecars = new LinkedHashMap<>();
        Map<String, Quantity> initMoment = new LinkedHashMap<>();
        for (ObjectNode container : Fields.objects(spec, "initContainers")) {
            ObjectNode asked = Fields.object(Fields.object(container, "resources"), list);
            if (Containers.isSidecar(container)) {
                add(sidecars, asked);
                add(running, asked);
                max(initMoment, sidecars);
            } else {
                Map<String, Quantity> moment = new LinkedHashMap<>(sidecars);
                add(moment, asked);
                max(initMoment, moment);
            }
        }
        max(running, initMoment);
        return running;
    }

    private static void add(Map<String, Quantity> sum, @Nullable ObjectNode list) {
        if (list != null) {
            list.properties()
                    .forEach(e ->
                            sum.merge(e.getKey(), Quantity.parse(e.getValue().asText()), Quantity::plus));
        }
    }

    private static void max(Map<String, Quantity> into, Map<String, Quantity> other) {
        other.forEach((name, quantity) -> into.merge(name, quantity, (a, b) -> a.compareTo(b) >= 0 ? a : b));
    }
}
