package dev.navarch.apiserver.admission.noderestriction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.Operation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a kubelet may change of its own node: never taints, owners, or labels by which workloads are steered. */
final class NodeChanges {

    private static final Set<String> KUBELET_LABELS = Set.of(
            "kubernetes.io/hostname",
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region",
            "beta.kubernetes.io/instance-type",
            "node.kubernetes.io/instance-type",
            "kubernetes.io/os",
            "kubernetes.io/arch",
            "beta.kubernetes.io/os",
            "beta.kubernetes.io/arch");
    private static final List<String> KUBELET_NAMESPACES = List.of("kubelet.kubernetes.io", "node.kubernetes.io");
    private static final String RESTRICTED_NAMESPACE = "node-restriction.kubernetes.io";

    private NodeChanges() {}

    static void admit(String node, AdmissionAttributes attributes) {
        String quoted = FieldValue.quote(node);
        String name = nameOf(attributes);
        if (!name.equals(node)) {
            throw attributes.forbidden("node " + quoted + " is not allowed to modify node " + FieldValue.quote(name));
        }
        if (attributes.operation() == Operation.CREATE) {
            ObjectNode created = attributes.requireObject();
            if (created.path("spec").hasNonNull("configSource")) {
                throw attributes.forbidden(
                        "node " + quoted + " is not allowed to create pods with a non-nil configSource");
            }
            Set<String> labels = forbiddenLabels(created.path("metadata").path("labels"), MissingNode.getInstance());
            if (!labels.isEmpty()) {
                throw attributes.forbidden(
                        "node " + quoted + " is not allowed to set the following labels: " + String.join(", ", labels));
            }
        }
        if (attributes.operation() == Operation.UPDATE) {
            admitUpdate(quoted, attributes);
        }
    }

    private static void admitUpdate(String quoted, AdmissionAttributes attributes) {
        ObjectNode next = attributes.requireObject();
        ObjectNode old = attributes.requireOldObject();
        JsonNode source = next.path("spec").path("configSource");
        if (source.isObject() && !source.equals(old.path("spec").path("configSource"))) {
            throw attributes.forbidden(
                    "node " + quoted + " is not allowed to update configSource to a new non-nil configSource");
        }
        if (differ(next.path("spec").path("taints"), old.path("spec").path("taints"))) {
            throw attributes.forbidden("node " + quoted + " is not allowed to modify taints");
        }
        if (differ(
                next.path("metadata").path("ownerReferences"),
                old.path("metadata").path("ownerReferences"))) {
            throw attributes.forbidden("node " + quoted + " is not allowed to modify ownerReferences");
        }
        Set<String> labels = forbiddenLabels(
                next.path("metadata").path("labels"), old.path("metadata").path("labels"));
        if (!labels.isEmpty()) {
            throw attributes.forbidden("is not allowed to modify labels: " + String.join(", ", labels));
        }
    }

    /** A new node's name is in its body alone. */
    private static String nameOf(AdmissionAttributes attributes) {
        if (attributes.operation() == Operation.CREATE && attributes.name().isEmpty()) {
            return attributes.requireObject().path("metadata").path("name").asText("");
        }
        return attributes.name();
    }

    private static boolean differ(JsonNode one, JsonNode other) {
        return !one.equals(other) && !(one.isEmpty() && other.isEmpty());
    }

    private static Set<String> forbiddenLabels(JsonNode labels, JsonNode old) {
        var forbidden = new TreeSet<String>();
        labels.properties().forEach(label -> {
            if (!label.getValue().equals(old.get(label.getKey())) && isForbidden(label.getKey())) {
                forbidden.add(label.getKey());
            }
        });
        old.fieldNames().forEachRemaining(label -> {
            if (!labels.has(label) && isForbidden(label)) {
                forbidden.add(label);
            }
        });
        return forbidden;
    }

    private static boolean isForbidden(String label) {
        int slash = label.indexOf('/');
        String namespace = slash < 0 ? "" : label.substring(0, slash);
        boolean isKubernetes = isWithin(namespace, "kubernetes.io") || isWithin(namespace, "k8s.io");
        boolean isKubelet = KUBELET_LABELS.contains(label)
                || KUBELET_NAMESPACES.stream().anyMatch(allowed -> isWithin(namespace, allowed));
        return isWithin(namespace, RESTRICTED_NAMESPACE) || (isKubernetes && !isKubelet);
    }

    private static boolean isWithin(String namespace, String domain) {
        return namespace.equals(domain) || namespace.endsWith("." + domain);
    }
}
