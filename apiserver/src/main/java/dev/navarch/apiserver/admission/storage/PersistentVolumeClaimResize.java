package dev.navarch.apiserver.admission.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;

/** Lets a claim grow only when it is bound and its storage class allows expansion. */
public final class PersistentVolumeClaimResize implements AdmissionPlugin {

    private static final GroupResource CLASSES = new GroupResource("storage.k8s.io", "storageclasses");

    private final ObjectReader reader;

    public PersistentVolumeClaimResize(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "PersistentVolumeClaimResize";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.UPDATE;
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        if (!attributes.isForMain("", "persistentvolumeclaims")) {
            return;
        }
        JsonNode claim = attributes.requireObject();
        JsonNode old = attributes.requireOldObject();
        if (size(claim).compareTo(size(old)) <= 0) {
            return;
        }
        if (!old.path("status").path("phase").asText("").equals("Bound")) {
            throw attributes.forbidden("Only bound persistent volume claims can be expanded");
        }
        String storageClass = classOf(claim);
        boolean allowed = !storageClass.isEmpty()
                && storageClass.equals(classOf(old))
                && reader.get(CLASSES, "", storageClass)
                        .filter(found -> found.path("allowVolumeExpansion").asBoolean())
                        .isPresent();
        if (!allowed) {
            throw attributes.forbidden("only dynamically provisioned pvc can be resized and the storageclass that"
                    + " provisions the pvc must support resize");
        }
    }

    private static Quantity size(JsonNode claim) {
        String text = claim.path("spec")
                .path("resources")
                .path("requests")
                .path("storage")
                .asText("");
        try {
            return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
        } catch (IllegalArgumentException e) {
            return Quantity.ZERO;
        }
    }

    private static String classOf(JsonNode claim) {
        String annotated = claim.path("metadata")
                .path("annotations")
                .path("volume.beta.kubernetes.io/storage-class")
                .asText("");
        return annotated.isEmpty() ? claim.path("spec").path("storageClassName").asText("") : annotated;
    }
}
