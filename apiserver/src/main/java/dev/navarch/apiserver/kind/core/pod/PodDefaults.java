package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.podspec.Containers;
import dev.navarch.apiserver.kind.podspec.PodSpecDefaults;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The defaults of pods, those of their specification included. */
final class PodDefaults {

    private PodDefaults() {}

    static void apply(ObjectNode pod) {
        ObjectNode spec = Fields.objectOrNew(pod, "spec");
        Containers.regular(spec).forEach(PodDefaults::requestsFromLimits);
        podLevelResources(spec);
        Fields.defaultBoolean(spec, "enableServiceLinks", true);
        PodSpecDefaults.apply(spec);
        PodSpecDefaults.applyHostPorts(spec);
    }

    private static void requestsFromLimits(ObjectNode container) {
        ObjectNode resources = Fields.object(container, "resources");
        ObjectNode limits = Fields.object(resources, "limits");
        if (resources == null || limits == null) {
            return;
        }
        ObjectNode requests = Fields.objectOrNew(resources, "requests");
        limits.properties().forEach(limit -> {
            if (!requests.has(limit.getKey())) {
                requests.set(limit.getKey(), limit.getValue());
            }
        });
    }

    private static void podLevelResources(ObjectNode spec) {
        ObjectNode resources = Fields.object(spec, "resources");
        if (resources == null) {
            return;
        }
        hugePageLimits(spec, resources);
        ObjectNode limits = Fields.object(resources, "limits");
        if (limits == null || limits.isEmpty()) {
            return;
        }
        ObjectNode requests =
                resources.get("requests") instanceof ObjectNode present ? present : resources.objectNode();
        effective(spec, "requests").forEach((name, quantity) -> {
            if (!requests.has(name) && (name.equals("cpu") || name.equals("memory"))) {
                requests.put(name, quantity.toString());
            }
        });
        limits.properties().forEach(limit -> {
            if (!requests.has(limit.getKey()) && isPodLevel(limit.getKey())) {
                requests.set(limit.getKey(), limit.getValue());
            }
        });
        if (!requests.isEmpty()) {
            resources.set("requests", requests);
        }
    }

    private static void hugePageLimits(ObjectNode spec, ObjectNode resources) {
        ObjectNode requests = Fields.object(resources, "requests");
        if (Fields.isZero(resources, "limits") && Fields.isZero(resources, "requests")) {
            return;
        }
        effective(spec, "limits").forEach((name, quantity) -> {
            if (name.startsWith("hugepages-") && (requests == null || !requests.has(name))) {
                ObjectNode limits = Fields.objectOrNew(resources, "limits");
                if (!limits.has(name)) {
                    limits.put(name, quantity.toString());
                }
            }
        });
    }

    /** What the containers together ask for: the larger of the running sum and of each init container's moment. */
    private static Map<String, Quantity> effective(ObjectNode spec, String list) {
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

    private static boolean isPodLevel(String resource) {
        return resource.equals("cpu") || resource.equals("memory") || resource.startsWith("hugepages-");
    }
}
