package dev.navarch.apiserver.admission.tolerations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import java.util.TreeSet;

/** Lets pods that ask for an extended resource onto nodes that are tainted with its name. Off by default. */
public final class ExtendedResourceToleration implements AdmissionPlugin {

    @Override
    public String name() {
        return "ExtendedResourceToleration";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE || operation == Operation.UPDATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (!attributes.isForMain("", "pods")) {
            return;
        }
        ObjectNode spec = attributes.requireObject().withObject("/spec");
        var resources = new TreeSet<String>();
        for (String list : new String[] {"containers", "initContainers"}) {
            for (JsonNode container : spec.path(list)) {
                container.path("resources").path("requests").fieldNames().forEachRemaining(name -> {
                    if (isExtended(name)) {
                        resources.add(name);
                    }
                });
            }
        }
        resources.forEach(resource -> tolerate(spec, resource));
    }

    private static boolean isExtended(String resource) {
        boolean isNative = !resource.contains("/") || resource.contains("kubernetes.io/");
        return !isNative
                && !resource.startsWith("requests.")
                && Names.qualifiedName("requests." + resource).isEmpty();
    }

    private static void tolerate(ObjectNode spec, String resource) {
        ObjectNode toleration = JsonNodeFactory.instance.objectNode();
        toleration.put("key", resource);
        toleration.put("operator", "Exists");
        toleration.put("effect", "NoSchedule");
        ArrayNode next = JsonNodeFactory.instance.arrayNode();
        boolean replaced = false;
        for (JsonNode present : spec.path("tolerations")) {
            boolean same = present.path("key").asText("").equals(resource)
                    && present.path("operator").asText("").equals("Exists")
                    && present.path("effect").asText("").equals("NoSchedule")
                    && present.path("value").asText("").isEmpty();
            next.add(same ? toleration : present);
            replaced |= same;
        }
        if (!replaced) {
            next.add(toleration);
        }
        spec.set("tolerations", next);
    }
}
