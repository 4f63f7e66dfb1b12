package dev.navarch.apiserver.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/** What a connection needs to know of a pod. */
final class Pods {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    private final ObjectReader reader;

    Pods(ObjectReader reader) {
        this.reader = reader;
    }

    ObjectNode get(String namespace, String name) {
        return reader.getLatest(PODS, namespace, name).orElseThrow(() -> StatusException.notFound(PODS, name));
    }

    /** The container that is meant: the one asked for, or the only one. */
    static String container(ObjectNode pod, String asked) {
        String name = pod.path("metadata").path("name").asText();
        List<String> known = containers(pod);
        if (!asked.isEmpty()) {
            if (!known.contains(asked)) {
                throw StatusException.badRequest("container " + asked + " is not valid for pod " + name);
            }
            return asked;
        }
        JsonNode containers = pod.path("spec").path("containers");
        return switch (containers.size()) {
            case 1 -> containers.get(0).path("name").asText();
            case 0 -> throw StatusException.badRequest("a container name must be specified for pod " + name);
            default ->
                throw StatusException.badRequest("a container name must be specified for pod " + name
                        + ", choose one of: [" + String.join(" ", known) + "]");
        };
    }

    /** The node that the pod is on; 400 when it is on none yet. */
    static String node(ObjectNode pod) {
        String node = pod.path("spec").path("nodeName").asText("");
        if (node.isEmpty()) {
            throw StatusException.badRequest(
                    "pod " + pod.path("metadata").path("name").asText() + " does not have a host assigned");
        }
        return node;
    }

    private static List<String> containers(ObjectNode pod) {
        var names = new ArrayList<String>();
        for (String list : CONTAINER_LISTS) {
            pod.path("spec")
                    .path(list)
                    .forEach(container -> names.add(container.path("name").asText()));
        }
        return names;
    }
}
