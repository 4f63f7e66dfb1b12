package dev.navarch.apiserver.admission.noderestriction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.Optional;

/** What a kubelet may do to pods: report those bound to it, evict and delete them, and mirror its static ones. */
final class NodePods {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final ObjectReader reader;

    NodePods(ObjectReader reader) {
        this.reader = reader;
    }

    void admit(String node, AdmissionAttributes attributes) {
        switch (attributes.subresource()) {
            case "" -> admitPod(node, attributes);
            case "status" -> admitStatus(node, attributes);
            case "eviction" -> admitEviction(node, attributes);
            default ->
                throw attributes.forbidden("unexpected pod subresource " + FieldValue.quote(attributes.subresource())
                        + ", only 'status' and 'eviction' are allowed");
        }
    }

    /** Throws 404 when there is no such pod. */
    ObjectNode find(String namespace, String name) {
        return reader.get(PODS, namespace, name)
                .or(() -> reader.getLatest(PODS, namespace, name))
                .orElseThrow(() -> StatusException.notFound(PODS, name));
    }

    private void admitPod(String node, AdmissionAttributes attributes) {
        String quoted = FieldValue.quote(node);
        switch (attributes.operation()) {
            case CREATE -> admitCreate(node, attributes);
            case DELETE -> {
                if (!nodeOf(find(attributes.namespace(), attributes.name())).equals(node)) {
                    throw attributes.forbidden(
                            "node " + quoted + " can only delete pods with spec.nodeName set to itself");
                }
            }
            default ->
                throw attributes.forbidden("unexpected operation "
                        + FieldValue.quote(attributes.operation().name()) + ", node " + quoted
                        + " can only create and delete mirror pods");
        }
    }

    private void admitCreate(String node, AdmissionAttributes attributes) {
        ObjectNode pod = attributes.requireObject();
        String quoted = FieldValue.quote(node);
        if (!pod.path("metadata").path("annotations").has(MIRROR)) {
            throw attributes.forbidden(
                    "pod does not have \"" + MIRROR + "\" annotation, node " + quoted + " can only create mirror pods");
        }
        if (!nodeOf(pod).equals(node)) {
            throw attributes.forbidden("node " + quoted + " can only create pods with spec.nodeName set to itself");
        }
        JsonNode owners = pod.path("metadata").path("ownerReferences");
        if (owners.size() > 1) {
            throw attributes.forbidden(
                    "node " + quoted + " can only create pods with a single owner reference set to itself");
        }
        if (owners.isEmpty()) {
            throw attributes.forbidden(
                    "node " + quoted + " can only create pods with an owner reference set to itself");
        }
        checkOwner(node, owners.get(0), attributes);
        MirrorPodReferences.find(pod.path("spec")).ifPresent(found -> {
            throw attributes.forbidden("node " + quoted + " can not create pods that reference " + found);
        });
    }

    private void checkOwner(String node, JsonNode owner, AdmissionAttributes attributes) {
        String quoted = FieldValue.quote(node);
        boolean isSelf = owner.path("apiVersion").asText("").equals("v1")
                && owner.path("kind").asText("").equals("Node")
                && owner.path("name").asText("").equals(node);
        if (!isSelf) {
            throw attributes.forbidden(
                    "node " + quoted + " can only create pods with an owner reference set to itself");
        }
        if (!owner.path("controller").asBoolean()) {
            throw attributes.forbidden(
                    "node " + quoted + " can only create pods with a controller owner reference set to itself");
        }
        if (owner.path("blockOwnerDeletion").asBoolean()) {
            throw attributes.forbidden("node " + quoted + " must not set blockOwnerDeletion on an owner reference");
        }
        ObjectNode found = reader.get(NODES, "", node)
                .or(() -> reader.getLatest(NODES, "", node))
                .orElseThrow(() -> StatusException.notFound(NODES, node));
        String uid = found.path("metadata").path("uid").asText("");
        if (!uid.equals(owner.path("uid").asText(""))) {
            throw attributes.forbidden("node " + node + " UID mismatch: expected "
                    + owner.path("uid").asText("") + " got " + uid);
        }
    }

    private static void admitStatus(String node, AdmissionAttributes attributes) {
        if (attributes.operation() != Operation.UPDATE) {
            throw attributes.forbidden("unexpected operation "
                    + FieldValue.quote(attributes.operation().name()));
        }
        ObjectNode old = attributes.requireOldObject();
        ObjectNode pod = attributes.requireObject();
        String quoted = FieldValue.quote(node);
        if (!nodeOf(old).equals(node)) {
            throw attributes.forbidden(
                    "node " + quoted + " can only update pod status for pods with spec.nodeName set to itself");
        }
        if (!sameOrEmpty(
                old.path("metadata").path("labels"), pod.path("metadata").path("labels"))) {
            throw attributes.forbidden("node " + quoted + " cannot update labels through pod status");
        }
        if (!sameOrEmpty(
                old.path("status").path("resourceClaimStatuses"),
                pod.path("status").path("resourceClaimStatuses"))) {
            throw attributes.forbidden("node " + quoted + " cannot update resource claim statues");
        }
        if (!sameOrEmpty(
                old.path("status").path("extendedResourceClaimStatus"),
                pod.path("status").path("extendedResourceClaimStatus"))) {
            throw attributes.forbidden("node " + quoted + " cannot update extended resource claim status");
        }
    }

    private void admitEviction(String node, AdmissionAttributes attributes) {
        if (attributes.operation() != Operation.CREATE) {
            throw attributes.forbidden(
                    "unexpected operation " + attributes.operation().name());
        }
        String name = Optional.of(attributes.name())
                .filter(own -> !own.isEmpty())
                .orElseGet(() ->
                        attributes.requireObject().path("metadata").path("name").asText(""));
        if (name.isEmpty()) {
            throw attributes.forbidden("could not determine pod from request data");
        }
        if (!nodeOf(find(attributes.namespace(), name)).equals(node)) {
            throw attributes.forbidden("node " + node + " can only evict pods with spec.nodeName set to itself");
        }
    }

    private static boolean sameOrEmpty(JsonNode one, JsonNode other) {
        return one.equals(other) || (one.isEmpty() && other.isEmpty());
    }

    private static String nodeOf(ObjectNode pod) {
        return pod.path("spec").path("nodeName").asText("");
    }
}
