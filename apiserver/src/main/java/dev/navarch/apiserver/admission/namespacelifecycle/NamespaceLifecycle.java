package dev.navarch.apiserver.admission.namespacelifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.Set;

/** Refuses what is written into a namespace that is missing or terminating. */
public final class NamespaceLifecycle implements AdmissionPlugin {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private final ObjectReader reader;

    public NamespaceLifecycle(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "NamespaceLifecycle";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation != Operation.CONNECT;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (attributes.isFor("", "namespaces")) {
            if (attributes.operation() == Operation.DELETE && IMMORTAL.contains(attributes.name())) {
                throw StatusException.forbidden(NAMESPACES, attributes.name(), "this namespace may not be deleted");
            }
            return;
        }
        // Whether a namespace exists is nothing that access reviews may tell.
        if (attributes.namespace().isEmpty()
                || attributes.operation() == Operation.DELETE
                || attributes.isFor("authorization.k8s.io", "localsubjectaccessreviews")) {
            return;
        }
        ObjectNode namespace = reader.get(NAMESPACES, "", attributes.namespace())
                .or(() -> reader.getLatest(NAMESPACES, "", attributes.namespace()))
                .orElseThrow(() -> StatusException.notFound(NAMESPACES, attributes.namespace()));
        if (attributes.operation() == Operation.CREATE && isTerminating(namespace)) {
            throw attributes
                    .forbidden("unable to create new content in namespace " + attributes.namespace()
                            + " because it is being terminated")
                    .withCause(new FieldError(
                            "NamespaceTerminating",
                            "metadata.namespace",
                            "namespace " + attributes.namespace() + " is being terminated"));
        }
    }

    private static boolean isTerminating(ObjectNode namespace) {
        return namespace.path("status").path("phase").asText("").equals("Terminating");
    }
}
