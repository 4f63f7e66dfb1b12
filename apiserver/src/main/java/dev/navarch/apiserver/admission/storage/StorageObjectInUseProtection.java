package dev.navarch.apiserver.admission.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;

/** Puts finalizers on volumes, claims and attribute classes, which controllers take off when nothing uses them. */
public final class StorageObjectInUseProtection implements AdmissionPlugin {

    @Override
    public String name() {
        return "StorageObjectInUseProtection";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (attributes.isForMain("", "persistentvolumes")) {
            protect(attributes.requireObject(), "kubernetes.io/pv-protection");
        } else if (attributes.isForMain("", "persistentvolumeclaims")) {
            protect(attributes.requireObject(), "kubernetes.io/pvc-protection");
        } else if (attributes.isForMain("storage.k8s.io", "volumeattributesclasses")) {
            protect(attributes.requireObject(), "kubernetes.io/vac-protection");
        }
    }

    private static void protect(ObjectNode object, String finalizer) {
        ObjectNode metadata = object.withObject("/metadata");
        for (JsonNode present : metadata.path("finalizers")) {
            if (present.asText().equals(finalizer)) {
                return;
            }
        }
        ArrayNode finalizers =
                metadata.get("finalizers") instanceof ArrayNode array ? array : metadata.putArray("finalizers");
        finalizers.add(finalizer);
    }
}
