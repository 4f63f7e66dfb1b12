package dev.navarch.apiserver.admission.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.List;

/** Copies zone and region of the node to a pod that is created on it or bound to it (KEP-4742). */
public final class PodTopologyLabels implements AdmissionPlugin {

    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final List<String> LABELS = List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");

    private final ObjectReader reader;

    public PodTopologyLabels(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "PodTopologyLabels";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE || operation == Operation.UPDATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (!attributes.isFor("", "pods")) {
            return;
        }
        ObjectNode object = attributes.requireObject();
        switch (attributes.subresource()) {
            case "" -> copy(object.path("spec").path("nodeName").asText(""), object);
            case "binding" -> {
                JsonNode target = object.path("target");
                if (target.path("kind").asText("").equals("Node")) {
                    copy(target.path("name").asText(""), object);
                }
            }
            default -> {}
        }
    }

    private void copy(String node, ObjectNode object) {
        if (node.isEmpty()) {
            return;
        }
        reader.get(NODES, "", node).ifPresent(found -> {
            JsonNode labels = found.path("metadata").path("labels");
            for (String label : LABELS) {
                if (labels.has(label)) {
                    object.withObject("/metadata").withObject("/labels").set(label, labels.get(label));
                }
            }
        });
    }
}
