package dev.navarch.apiserver.admission.tolerations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;

/** Lets pods stay on a node that is not ready or unreachable for a while, unless they say otherwise. */
public final class DefaultTolerationSeconds implements AdmissionPlugin {

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    private final int notReadySeconds;
    private final int unreachableSeconds;

    /** Upstream's {@code --default-not-ready-toleration-seconds} and its neighbour; 300 each by default. */
    public DefaultTolerationSeconds(int notReadySeconds, int unreachableSeconds) {
        this.notReadySeconds = notReadySeconds;
        this.unreachableSeconds = unreachableSeconds;
    }

    @Override
    public String name() {
        return "DefaultTolerationSeconds";
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
        boolean notReady = tolerates(spec, NOT_READY);
        boolean unreachable = tolerates(spec, UNREACHABLE);
        if (!notReady) {
            add(spec, NOT_READY, notReadySeconds);
        }
        if (!unreachable) {
            add(spec, UNREACHABLE, unreachableSeconds);
        }
    }

    private static boolean tolerates(ObjectNode spec, String taint) {
        for (JsonNode toleration : spec.path("tolerations")) {
            String key = toleration.path("key").asText("");
            String effect = toleration.path("effect").asText("");
            if ((key.isEmpty() || key.equals(taint)) && (effect.isEmpty() || effect.equals("NoExecute"))) {
                return true;
            }
        }
        return false;
    }

    private static void add(ObjectNode spec, String taint, int seconds) {
        ArrayNode tolerations =
                spec.get("tolerations") instanceof ArrayNode array ? array : spec.putArray("tolerations");
        ObjectNode toleration = tolerations.addObject();
        toleration.put("key", taint);
        toleration.put("operator", "Exists");
        toleration.put("effect", "NoExecute");
        toleration.put("tolerationSeconds", seconds);
    }
}
