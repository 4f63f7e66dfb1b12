package dev.navarch.apiserver.admission.nodetaint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;

/** Adds the taint {@code node.kubernetes.io/not-ready} to nodes at creation; the node lifecycle controller removes it. */
public final class TaintNodesByCondition implements AdmissionPlugin {

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String NO_SCHEDULE = "NoSchedule";

    @Override
    public String name() {
        return "TaintNodesByCondition";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (!attributes.isForMain("", "nodes")) {
            return;
        }
        ObjectNode spec = attributes.requireObject().withObject("/spec");
        for (JsonNode taint : spec.path("taints")) {
            if (taint.path("key").asText("").equals(NOT_READY)
                    && taint.path("effect").asText("").equals(NO_SCHEDULE)) {
                return;
            }
        }
        ArrayNode taints = spec.get("taints") instanceof ArrayNode array ? array : spec.putArray("taints");
        taints.addObject().put("key", NOT_READY).put("effect", NO_SCHEDULE);
    }
}
