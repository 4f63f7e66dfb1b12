package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.request.RequestContext;

/**
 * Answers {@code POST …/pods/<name>/binding} and {@code POST …/bindings}: the scheduler gives a pod its node. A pod is bound
 * once; whoever comes second gets a conflict.
 */
public final class PodBinding implements CreateOnlyHandler {

    private static final GroupResource BINDING = new GroupResource("", "pods/binding");

    private final PodStore pods;

    public PodBinding(ResourceRegistry registry) {
        this.pods = new PodStore(registry);
    }

    @Override
    public ObjectNode create(RequestContext context, ObjectNode binding, Runnable admission) {
        String name = ObjectMeta.name(binding);
        String path = context.info().name();
        if (!path.isEmpty() && !path.equals(name)) {
            throw StatusException.badRequest("name in URL does not match name in Binding object");
        }
        validate(binding);
        admission.run();
        pods.change(context, context.info().namespace(), name, ObjectMeta.uid(binding), pod -> bind(pod, binding));
        return success();
    }

    static ObjectNode success() {
        ObjectNode status = Json.object();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        status.put("code", 201);
        return status;
    }

    private static void validate(ObjectNode binding) {
        String kind = binding.path("target").path("kind").asText("");
        if (!kind.isEmpty() && !kind.equals("Node")) {
            throw StatusException.of(
                    500,
                    "",
                    "target.kind: Unsupported value: \"" + kind + "\": supported values: \"Node\", \"<empty>\"");
        }
        if (binding.path("target").path("name").asText("").isEmpty()) {
            throw StatusException.of(500, "", "target.name: Required value");
        }
    }

    private static void bind(ObjectNode pod, ObjectNode binding) {
        String name = ObjectMeta.name(pod);
        String version = ObjectMeta.resourceVersion(binding);
        if (!version.isEmpty() && !version.equals(ObjectMeta.resourceVersion(pod))) {
            throw conflict(name, "the pod is at another resourceVersion than " + version);
        }
        if (ObjectMeta.isBeingDeleted(pod)) {
            throw conflict(name, "pod " + name + " is being deleted, cannot be assigned to a host");
        }
        ObjectNode spec = pod.withObject("/spec");
        String node = spec.path("nodeName").asText("");
        if (!node.isEmpty()) {
            throw conflict(name, "pod " + name + " is already assigned to node \"" + node + "\"");
        }
        if (!spec.path("schedulingGates").isEmpty()) {
            throw conflict(name, "pod " + name + " has non-empty .spec.schedulingGates");
        }
        spec.put("nodeName", binding.path("target").path("name").asText());
        pod.withObject("/status").remove("nominatedNodeName");
        ObjectMeta.annotations(binding).forEach((key, value) -> ObjectMeta.setAnnotation(pod, key, value));
        ObjectMeta.labels(binding).forEach((key, value) -> ObjectMeta.setLabel(pod, key, value));
        PodConditions.set(pod, "PodScheduled", "True", "", "");
    }

    private static StatusException conflict(String name, String detail) {
        return StatusException.conflict(BINDING, name, detail);
    }
}
