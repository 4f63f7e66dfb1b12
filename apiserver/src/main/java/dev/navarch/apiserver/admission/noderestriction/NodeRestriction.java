package dev.navarch.apiserver.admission.noderestriction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.admission.certificates.CertificateRequests;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.authorization.node.NodeIdentity;
import dev.navarch.apiserver.registry.ObjectReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Checks what kubelets write. Users that are no nodes pass. */
public final class NodeRestriction implements AdmissionPlugin {

    private static final List<String> NODE_SIGNERS =
            List.of("kubernetes.io/kubelet-serving", "kubernetes.io/kube-apiserver-client-kubelet");

    private final NodePods pods;
    private final TokenAudiences audiences;

    public NodeRestriction(ObjectReader reader, Authorizer authorizer) {
        this.pods = new NodePods(reader);
        this.audiences = new TokenAudiences(reader, authorizer);
    }

    @Override
    public String name() {
        return "NodeRestriction";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation != Operation.CONNECT;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        Optional<String> identity = NodeIdentity.of(attributes.user());
        if (identity.isEmpty()) {
            return;
        }
        String node = identity.get();
        if (node.isEmpty()) {
            throw attributes.forbidden("could not determine node from user "
                    + FieldValue.quote(attributes.user().name()));
        }
        switch (attributes.groupResource().toString()) {
            case "pods" -> pods.admit(node, attributes);
            case "nodes" -> NodeChanges.admit(node, attributes);
            case "persistentvolumeclaims" -> admitClaim(node, attributes);
            case "serviceaccounts" -> admitToken(node, attributes);
            case "podcertificaterequests.certificates.k8s.io" ->
                throw attributes.forbidden("PodCertificateRequest feature gate is disabled");
            case "leases.coordination.k8s.io" -> admitLease(node, attributes);
            case "csinodes.storage.k8s.io" -> requireOwnName(node, attributes, "CSINode");
            case "resourceslices.resource.k8s.io" -> admitResourceSlice(node, attributes);
            case "certificatesigningrequests.certificates.k8s.io" -> admitCertificateRequest(node, attributes);
            default -> {}
        }
    }

    private static void admitClaim(String node, AdmissionAttributes attributes) {
        if (!attributes.subresource().equals("status")) {
            throw attributes.forbidden("may only update PVC status");
        }
        if (attributes.operation() != Operation.UPDATE) {
            throw attributes.forbidden("unexpected operation "
                    + FieldValue.quote(attributes.operation().name()));
        }
        ObjectNode next = withoutWhatNodesSet(attributes.requireObject());
        ObjectNode old = withoutWhatNodesSet(attributes.requireOldObject());
        if (!next.equals(old)) {
            throw attributes.forbidden("node " + FieldValue.quote(node)
                    + " is not allowed to update fields other than status.quantity and status.conditions");
        }
    }

    private static ObjectNode withoutWhatNodesSet(ObjectNode claim) {
        ObjectNode copy = claim.deepCopy();
        copy.withObject("/metadata").remove(List.of("resourceVersion", "managedFields"));
        copy.withObject("/status")
                .remove(List.of("capacity", "conditions", "allocatedResourceStatuses", "allocatedResources"));
        return copy;
    }

    private void admitToken(String node, AdmissionAttributes attributes) {
        if (attributes.operation() != Operation.CREATE
                || !attributes.subresource().equals("token")) {
            return;
        }
        JsonNode spec = attributes.requireObject().path("spec");
        JsonNode reference = spec.path("boundObjectRef");
        String name = reference.path("name").asText("");
        boolean isPod = reference.path("apiVersion").asText("").equals("v1")
                && reference.path("kind").asText("").equals("Pod")
                && !name.isEmpty();
        if (!isPod) {
            throw attributes.forbidden("node requested token not bound to a pod");
        }
        String uid = reference.path("uid").asText("");
        if (uid.isEmpty()) {
            throw attributes.forbidden("node requested token with a pod binding without a uid");
        }
        ObjectNode pod = pods.find(attributes.namespace(), name);
        if (!uid.equals(pod.path("metadata").path("uid").asText(""))) {
            throw attributes.forbidden("the UID in the bound object reference (" + uid
                    + ") does not match the UID in record. The object might have been deleted and then recreated");
        }
        if (!pod.path("spec").path("nodeName").asText("").equals(node)) {
            throw attributes.forbidden("node requested token bound to a pod scheduled on a different node");
        }
        audiences.check(spec, pod, attributes);
    }

    private static void admitLease(String node, AdmissionAttributes attributes) {
        if (!attributes.namespace().equals("kube-node-lease")) {
            throw attributes.forbidden("can only access leases in the \"kube-node-lease\" system namespace");
        }
        requireOwnName(node, attributes, "node lease");
    }

    private static void requireOwnName(String node, AdmissionAttributes attributes, String what) {
        String name = attributes.operation() == Operation.CREATE
                ? attributes.requireObject().path("metadata").path("name").asText("")
                : attributes.name();
        if (!name.equals(node)) {
            throw attributes.forbidden("can only access " + what + " with the same name as the requesting node");
        }
    }

    private static void admitResourceSlice(String node, AdmissionAttributes attributes) {
        if (attributes.operation() == Operation.UPDATE) {
            return;
        }
        boolean created = attributes.operation() == Operation.CREATE;
        ObjectNode slice = created ? attributes.requireObject() : attributes.requireOldObject();
        if (!slice.path("spec").path("nodeName").asText("").equals(node)) {
            throw attributes.forbidden("can only " + (created ? "create" : "delete")
                    + " ResourceSlice with the same NodeName as the requesting node");
        }
    }

    private static void admitCertificateRequest(String node, AdmissionAttributes attributes) {
        if (attributes.operation() != Operation.CREATE) {
            return;
        }
        ObjectNode request = attributes.requireObject();
        if (!NODE_SIGNERS.contains(request.path("spec").path("signerName").asText(""))) {
            return;
        }
        try {
            var subject = CertificateRequests.subjectOf(CertificateRequests.parse(request));
            if (!subject.commonName().equals("system:node:" + node)) {
                throw attributes.forbidden("can only create a node CSR with CN=system:node:" + node);
            }
        } catch (IOException e) {
            throw attributes.forbidden("unable to parse csr: " + e.getMessage());
        }
    }
}
