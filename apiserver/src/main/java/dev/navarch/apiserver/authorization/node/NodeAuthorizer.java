package dev.navarch.apiserver.authorization.node;

import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.authorization.Decision;
import dev.navarch.apiserver.authorization.RuleResolver;
import dev.navarch.apiserver.request.UserInfo;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Allows a kubelet what concerns its own node: reading objects that its pods name, and what all nodes may do alike. What
 * a write says is checked by the NodeRestriction admission plugin. Never denies.
 */
public final class NodeAuthorizer implements Authorizer, RuleResolver {

    private static final Decision ALLOW = Decision.allow("");
    private static final Decision NO_OPINION = Decision.noOpinion("");
    private static final Set<String> READ = Set.of("get", "list", "watch");
    private static final Set<String> OWN_OBJECT_VERBS = Set.of("get", "create", "update", "patch", "delete");

    private final NodeGraph graph;
    private final Predicate<Attributes> sharedRules;

    /** {@code sharedRules}: what the rules of the ClusterRole {@code system:node} allow to every node. */
    public NodeAuthorizer(NodeGraph graph, Predicate<Attributes> sharedRules) {
        this.graph = graph;
        this.sharedRules = sharedRules;
    }

    @Override
    public Decision authorize(Attributes request) {
        var identity = NodeIdentity.of(request.user());
        if (identity.isEmpty()) {
            return NO_OPINION;
        }
        String node = identity.get();
        if (node.isEmpty()) {
            return Decision.noOpinion(
                    "unknown node for user \"" + request.user().name() + "\"");
        }
        if (!request.isResourceRequest()) {
            return byRules(request);
        }
        return switch (request.group()) {
            case "" -> core(node, request);
            case "storage.k8s.io" ->
                switch (request.resource()) {
                    case "volumeattachments" -> get(node, RelatedType.VOLUME_ATTACHMENT, request);
                    case "csinodes" -> csiNode(node, request);
                    default -> byRules(request);
                };
            case "resource.k8s.io" ->
                switch (request.resource()) {
                    case "resourceclaims" -> get(node, RelatedType.RESOURCE_CLAIM, request);
                    case "resourceslices" -> resourceSlice(node, request);
                    default -> byRules(request);
                };
            case "coordination.k8s.io" -> request.resource().equals("leases") ? lease(node, request) : byRules(request);
            case "certificates.k8s.io" ->
                // The PodCertificateRequest feature is off in this version.
                request.resource().equals("podcertificaterequests") ? NO_OPINION : byRules(request);
            default -> byRules(request);
        };
    }

    private Decision core(String node, Attributes request) {
        return switch (request.resource()) {
            case "secrets" -> readNamespaced(node, RelatedType.SECRET, request);
            case "configmaps" -> readNamespaced(node, RelatedType.CONFIG_MAP, request);
            case "persistentvolumeclaims" ->
                request.subresource().equals("status")
                        ? claimStatus(node, request)
                        : get(node, RelatedType.VOLUME_CLAIM, request);
            case "persistentvolumes" -> get(node, RelatedType.VOLUME, request);
            case "serviceaccounts" -> serviceAccount(node, request);
            case "nodes" -> node(node, request);
            case "pods" -> pod(node, request);
            default -> byRules(request);
        };
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        return NodeIdentity.of(user).isPresent()
                ? new Rules(List.of(), List.of(), true, "node authorizer does not support user rule resolution")
                : Rules.NONE;
    }

    private Decision byRules(Attributes request) {
        return sharedRules.test(request) ? ALLOW : NO_OPINION;
    }

    private Decision related(String node, RelatedType type, Attributes request) {
        if (request.name().isEmpty()) {
            return Decision.noOpinion("No Object name found");
        }
        return graph.hasPath(node, type, request.namespace(), request.name())
                ? ALLOW
                : Decision.noOpinion("no relationship found between node '" + node + "' and this object");
    }

    private Decision get(String node, RelatedType type, Attributes request) {
        if (!request.verb().equals("get")) {
            return Decision.noOpinion("can only get individual resources of this type");
        }
        if (!request.subresource().isEmpty()) {
            return Decision.noOpinion("cannot get subresource");
        }
        return related(node, type, request);
    }

    private Decision readNamespaced(String node, RelatedType type, Attributes request) {
        if (!READ.contains(request.verb())) {
            return Decision.noOpinion("can only read resources of this type");
        }
        if (!request.subresource().isEmpty()) {
            return Decision.noOpinion("cannot read subresource");
        }
        if (request.namespace().isEmpty()) {
            return Decision.noOpinion("can only read namespaced object of this type");
        }
        return related(node, type, request);
    }

    private Decision claimStatus(String node, Attributes request) {
        return switch (request.verb()) {
            case "update", "patch" -> related(node, RelatedType.VOLUME_CLAIM, request);
            default -> Decision.noOpinion("can only get/update/patch this type");
        };
    }

    private Decision serviceAccount(String node, Attributes request) {
        if (request.verb().equals("get") && request.subresource().isEmpty()) {
            return readNamespaced(node, RelatedType.SERVICE_ACCOUNT, request);
        }
        if (!request.verb().equals("create") || request.name().isEmpty()) {
            return Decision.noOpinion("can only create tokens for individual service accounts");
        }
        if (!request.subresource().equals("token")) {
            return Decision.noOpinion("can only create token subresource of serviceaccount");
        }
        return related(node, RelatedType.SERVICE_ACCOUNT, request);
    }

    private static Decision lease(String node, Attributes request) {
        if (!OWN_OBJECT_VERBS.contains(request.verb())) {
            return Decision.noOpinion("can only get, create, update, patch, or delete a node lease");
        }
        if (!request.namespace().equals("kube-node-lease")) {
            return Decision.noOpinion("can only access leases in the \"kube-node-lease\" system namespace");
        }
        // At creation the name is in the body, where NodeRestriction looks.
        if (!request.verb().equals("create") && !request.name().equals(node)) {
            return Decision.noOpinion("can only access node lease with the same name as the requesting node");
        }
        return ALLOW;
    }

    private static Decision csiNode(String node, Attributes request) {
        if (!OWN_OBJECT_VERBS.contains(request.verb())) {
            return Decision.noOpinion("can only get, create, update, patch, or delete a CSINode");
        }
        if (!request.subresource().isEmpty()) {
            return Decision.noOpinion("cannot authorize CSINode subresources");
        }
        if (!request.verb().equals("create") && !request.name().equals(node)) {
            return Decision.noOpinion("can only access CSINode with the same name as the requesting node");
        }
        return ALLOW;
    }

    private Decision resourceSlice(String node, Attributes request) {
        if (!request.subresource().isEmpty()) {
            return Decision.noOpinion("cannot authorize ResourceSlice subresources");
        }
        return switch (request.verb()) {
            case "create" -> ALLOW;
            case "get", "update", "patch", "delete" -> related(node, RelatedType.RESOURCE_SLICE, request);
            case "watch", "list", "deletecollection" ->
                selects(request, "spec.nodeName", node)
                        ? ALLOW
                        : Decision.noOpinion(
                                "can only list/watch/deletecollection resourceslices with nodeName field selector");
            default ->
                Decision.noOpinion("only the following verbs are allowed for a ResourceSlice: get, watch, list, create,"
                        + " update, patch, delete, deletecollection");
        };
    }

    private static Decision node(String node, Attributes request) {
        if (request.subresource().equals("status")) {
            return isUpdate(request) ? ALLOW : NO_OPINION;
        }
        if (!request.subresource().isEmpty()) {
            return NO_OPINION;
        }
        if (request.verb().equals("create") || isUpdate(request)) {
            return ALLOW;
        }
        if (!READ.contains(request.verb())) {
            return NO_OPINION;
        }
        if (request.name().equals(node)) {
            return ALLOW;
        }
        return Decision.noOpinion(
                request.name().isEmpty()
                        ? "node '" + node + "' cannot read all nodes, only its own Node object"
                        : "node '" + node + "' cannot read '" + request.name() + "', only its own Node object");
    }

    private Decision pod(String node, Attributes request) {
        return switch (request.subresource()) {
            case "" -> mainPod(node, request);
            case "status" -> isUpdate(request) ? ALLOW : NO_OPINION;
            case "eviction" -> request.verb().equals("create") ? ALLOW : NO_OPINION;
            default -> NO_OPINION;
        };
    }

    private Decision mainPod(String node, Attributes request) {
        return switch (request.verb()) {
            case "get" -> get(node, RelatedType.POD, request);
            case "list", "watch" -> {
                if (selects(request, "spec.nodeName", node)) {
                    yield ALLOW;
                }
                yield request.name().isEmpty()
                        ? Decision.noOpinion("can only list/watch pods with spec.nodeName field selector")
                        : related(node, RelatedType.POD, request);
            }
            case "create", "delete" -> ALLOW;
            default -> NO_OPINION;
        };
    }

    private static boolean isUpdate(Attributes request) {
        return request.verb().equals("update") || request.verb().equals("patch");
    }

    private static boolean selects(Attributes request, String field, String value) {
        return request.fieldSelector().stream()
                .anyMatch(requirement -> requirement.key().equals(field)
                        && requirement.operator().equals("In")
                        && requirement.values().equals(List.of(value)));
    }
}
