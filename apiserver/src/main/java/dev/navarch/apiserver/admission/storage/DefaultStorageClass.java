package dev.navarch.apiserver.admission.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.DefaultClasses;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;

/** Gives a claim that names no storage class the default one. */
public final class DefaultStorageClass implements AdmissionPlugin {

    private static final GroupResource CLASSES = new GroupResource("storage.k8s.io", "storageclasses");

    private final ObjectReader reader;

    public DefaultStorageClass(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "DefaultStorageClass";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (!attributes.isForMain("", "persistentvolumeclaims")) {
            return;
        }
        ObjectNode claim = attributes.requireObject();
        boolean hasClass = claim.path("spec").hasNonNull("storageClassName")
                || claim.path("metadata").path("annotations").has("volume.beta.kubernetes.io/storage-class");
        if (!hasClass) {
            DefaultClasses.newest(
                            reader.list(CLASSES, ""),
                            "storageclass.kubernetes.io/is-default-class",
                            "storageclass.beta.kubernetes.io/is-default-class")
                    .ifPresent(found -> claim.withObject("/spec").put("storageClassName", ObjectMeta.name(found)));
        }
    }
}
