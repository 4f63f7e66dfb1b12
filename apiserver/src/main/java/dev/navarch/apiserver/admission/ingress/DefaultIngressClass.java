package dev.navarch.apiserver.admission.ingress;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.DefaultClasses;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;

/** Gives an ingress that names no class the default one. */
public final class DefaultIngressClass implements AdmissionPlugin {

    private static final GroupResource CLASSES = new GroupResource("networking.k8s.io", "ingressclasses");

    private final ObjectReader reader;

    public DefaultIngressClass(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "DefaultIngressClass";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (!attributes.isForMain("networking.k8s.io", "ingresses")) {
            return;
        }
        ObjectNode ingress = attributes.requireObject();
        boolean hasClass = ingress.path("spec").hasNonNull("ingressClassName")
                || ingress.path("metadata").path("annotations").has("kubernetes.io/ingress.class");
        if (!hasClass) {
            DefaultClasses.newest(reader.list(CLASSES, ""), "ingressclass.kubernetes.io/is-default-class")
                    .ifPresent(found -> ingress.withObject("/spec").put("ingressClassName", ObjectMeta.name(found)));
        }
    }
}
