package dev.navarch.apiserver.admission.runtimeclass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.Optional;

/** Sets a pod's overhead, node selector and tolerations from its runtime class; refuses an overhead of its own. */
public final class RuntimeClass implements AdmissionPlugin {

    private static final GroupResource CLASSES = new GroupResource("node.k8s.io", "runtimeclasses");
    private static final String MISMATCH = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

    private final ObjectReader reader;

    public RuntimeClass(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "RuntimeClass";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (!attributes.isForMain("", "pods")) {
            return;
        }
        ObjectNode spec = attributes.requireObject().withObject("/spec");
        classOf(attributes, spec).ifPresent(runtimeClass -> {
            setOverhead(attributes, spec, runtimeClass);
            setScheduling(attributes, spec, runtimeClass.path("scheduling"));
        });
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        if (!attributes.isForMain("", "pods")) {
            return;
        }
        JsonNode spec = attributes.requireObject().path("spec");
        Optional<ObjectNode> runtimeClass = classOf(attributes, spec);
        if (runtimeClass.isPresent() && runtimeClass.get().path("overhead").isObject()) {
            if (!sameQuantities(overheadOf(runtimeClass.get()), spec.path("overhead"))) {
                throw attributes.forbidden(MISMATCH);
            }
        } else if (spec.hasNonNull("overhead")) {
            throw attributes.forbidden(
                    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
    }

    private Optional<ObjectNode> classOf(AdmissionAttributes attributes, JsonNode spec) {
        if (!spec.hasNonNull("runtimeClassName")) {
            return Optional.empty();
        }
        String name = spec.path("runtimeClassName").asText();
        return Optional.of(reader.get(CLASSES, "", name)
                .or(() -> reader.getLatest(CLASSES, "", name))
                .orElseThrow(() -> attributes.forbidden("pod rejected: RuntimeClass \"" + name + "\" not found")));
    }

    private static JsonNode overheadOf(ObjectNode runtimeClass) {
        return runtimeClass.path("overhead").path("podFixed");
    }

    private static void setOverhead(AdmissionAttributes attributes, ObjectNode spec, ObjectNode runtimeClass) {
        if (!runtimeClass.path("overhead").isObject()) {
            return;
        }
        JsonNode overhead = overheadOf(runtimeClass);
        if (!spec.path("overhead").isEmpty() && !sameQuantities(overhead, spec.path("overhead"))) {
            throw attributes.forbidden(MISMATCH);
        }
        if (overhead.isObject()) {
            spec.set("overhead", overhead.deepCopy());
        }
    }

    private static void setScheduling(AdmissionAttributes attributes, ObjectNode spec, JsonNode scheduling) {
        if (!scheduling.isObject()) {
            return;
        }
        scheduling.path("nodeSelector").properties().forEach(entry -> {
            ObjectNode selector = spec.withObject("/nodeSelector");
            String key = entry.getKey();
            String value = entry.getValue().asText();
            String own = selector.path(key).asText(value);
            if (!own.equals(value)) {
                throw attributes.forbidden("conflict: runtimeClass.scheduling.nodeSelector[" + key + "] = " + value
                        + "; pod.spec.nodeSelector[" + key + "] = " + own);
            }
            selector.put(key, value);
        });
        if (!scheduling.path("tolerations").isEmpty()) {
            spec.set("tolerations", Tolerations.merge(spec.path("tolerations"), scheduling.path("tolerations")));
        }
    }

    private static boolean sameQuantities(JsonNode one, JsonNode other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (var entry : one.properties()) {
            String text = other.path(entry.getKey()).asText("");
            if (text.isEmpty()
                    || Quantity.parse(text)
                                    .compareTo(Quantity.parse(entry.getValue().asText()))
                            != 0) {
                return false;
            }
        }
        return true;
    }
}
