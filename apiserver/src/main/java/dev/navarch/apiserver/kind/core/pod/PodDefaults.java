package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.podspec.AggregateResources;
import dev.navarch.apiserver.kind.podspec.Containers;
import dev.navarch.apiserver.kind.podspec.PodSpecDefaults;

/** The defaults of pods, those of their specification included. */
final class PodDefaults {

    private PodDefaults() {}

    static void apply(ObjectNode pod) {
        PodAddresses.agree(pod);
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
        AggregateResources.of(spec, "requests").forEach((name, quantity) -> {
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
        AggregateResources.of(spec, "limits").forEach((name, quantity) -> {
            if (name.startsWith("hugepages-") && (requests == null || !requests.has(name))) {
                ObjectNode limits = Fields.objectOrNew(resources, "limits");
                if (!limits.has(name)) {
                    limits.put(name, quantity.toString());
                }
            }
        });
    }

    private static boolean isPodLevel(String resource) {
        return resource.equals("cpu") || resource.equals("memory") || resource.startsWith("hugepages-");
    }
}
