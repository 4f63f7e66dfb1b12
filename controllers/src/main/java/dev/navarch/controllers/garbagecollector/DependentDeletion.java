package dev.navarch.controllers.garbagecollector;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.api.ObjectMetadata;
import dev.navarch.controllers.api.ObjectMetadata.Owner;
import dev.navarch.controllers.api.ResourceType;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The garbage collector's requests: always on one object by its identity, never on another of the same name. */
final class DependentDeletion {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC_MERGE = "application/strategic-merge-patch+json";
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int CONFLICT_RETRIES = 4;

    private final MetadataClient client;
    private final ResourceTypes types;

    DependentDeletion(MetadataClient client, ResourceTypes types) {
        this.client = client;
        this.types = types;
    }

    /** What a reference or an object cannot be, or not be yet. */
    static final class UnknownKindException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownKindException(String apiVersion, String kind) {
            super("unable to get REST mapping for " + apiVersion + "/" + kind + ".");
        }
    }

    ResourceType type(String apiVersion, String kind) {
        return types.of(apiVersion, kind).orElseThrow(() -> new UnknownKindException(apiVersion, kind));
    }

    /** The object at this place, whichever it is; nothing where there is none. */
    Optional<ObjectMetadata> get(Identity identity) {
        try {
            return Optional.of(
                    client.get(type(identity.apiVersion(), identity.kind()), namespace(identity), identity.name()));
        } catch (KubernetesClientException e) {
            if (ApiErrors.isNotFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether the object was there; a change of it that leaves its owners alone does not save it. */
    boolean delete(Identity identity, ObjectMetadata seen, String propagation) {
        try {
            request(identity, seen.resourceVersion(), propagation);
            return true;
        } catch (KubernetesClientException e) {
            if (ApiErrors.isNotFound(e)) {
                return false;
            }
            if (!ApiErrors.isConflict(e)) {
                throw e;
            }
            Optional<ObjectMetadata> live = get(identity);
            if (live.isEmpty()) {
                return false;
            }
            boolean sameOwners = live.get().uid().equals(identity.uid())
                    && live.get().ownerReferences().equals(seen.ownerReferences());
            if (!sameOwners) {
                throw e;
            }
        }
        try {
            request(identity, null, propagation);
            return true;
        } catch (KubernetesClientException e) {
            if (ApiErrors.isNotFound(e)) {
                return false;
            }
            throw e;
        }
    }

    private void request(Identity identity, @Nullable String resourceVersion, String propagation) {
        ObjectNode options = JSON.createObjectNode();
        options.put("kind", "DeleteOptions").put("apiVersion", "v1").put("propagationPolicy", propagation);
        ObjectNode preconditions = options.putObject("preconditions").put("uid", identity.uid());
        if (resourceVersion != null) {
            preconditions.put("resourceVersion", resourceVersion);
        }
        client.delete(
                type(identity.apiVersion(), identity.kind()), namespace(identity), identity.name(), options.toString());
    }

    /** Takes references to these owners off the object. */
    void removeOwners(Identity identity, List<String> ownerUids) {
        ObjectNode patch = JSON.createObjectNode();
        ObjectNode metadata = patch.putObject("metadata").put("uid", identity.uid());
        ArrayNode references = metadata.putArray("ownerReferences");
        ownerUids.forEach(uid -> references.addObject().put("$patch", "delete").put("uid", uid));
        patch(
                identity,
                patch,
                live -> live.stream().filter(o -> !ownerUids.contains(o.uid())).toList());
    }

    /** Makes the object's references not block their owners any more. */
    void unblockOwners(Identity identity, List<Owner> owners) {
        ObjectNode patch = JSON.createObjectNode();
        ObjectNode metadata = patch.putObject("metadata").put("uid", identity.uid());
        List<Owner> blocking = owners.stream()
                .filter(Owner::blocksDeletion)
                .map(DependentDeletion::unblocked)
                .toList();
        metadata.set("ownerReferences", JSON.valueToTree(blocking));
        patch(
                identity,
                patch,
                live -> live.stream().map(DependentDeletion::unblocked).toList());
    }

    private static Owner unblocked(Owner o) {
        return new Owner(o.apiVersion(), o.kind(), o.name(), o.uid(), o.controller(), false);
    }

    private void patch(Identity identity, ObjectNode strategic, UnaryOperator<List<Owner>> ownersByHand) {
        ResourceType type = type(identity.apiVersion(), identity.kind());
        try {
            var _ = client.patch(type, namespace(identity), identity.name(), STRATEGIC_MERGE, strategic.toString());
        } catch (KubernetesClientException e) {
            if (e.getCode() != UNSUPPORTED_MEDIA_TYPE) {
                throw e;
            }
            // Custom resources know no merge keys: the whole list is replaced, of exactly the version that was read.
            ObjectMetadata live = client.get(type, namespace(identity), identity.name());
            ObjectNode patch = JSON.createObjectNode();
            patch.putObject("metadata")
                    .put("resourceVersion", live.resourceVersion())
                    .set("ownerReferences", JSON.valueToTree(ownersByHand.apply(live.ownerReferences())));
            var _ = client.patch(type, namespace(identity), identity.name(), MERGE, patch.toString());
        }
    }

    /** Takes the finalizer off the object, if it is still there. */
    void removeFinalizer(Identity identity, String finalizer) {
        for (int attempt = 0; ; attempt++) {
            Optional<ObjectMetadata> live = get(identity);
            if (live.isEmpty() || !live.get().finalizers().contains(finalizer)) {
                return;
            }
            ObjectNode patch = JSON.createObjectNode();
            ArrayNode left = patch.putObject("metadata")
                    .put("resourceVersion", live.get().resourceVersion())
                    .putArray("finalizers");
            live.get().finalizers().stream().filter(f -> !f.equals(finalizer)).forEach(left::add);
            try {
                var _ = client.patch(
                        type(identity.apiVersion(), identity.kind()),
                        namespace(identity),
                        identity.name(),
                        MERGE,
                        patch.toString());
                return;
            } catch (KubernetesClientException e) {
                if (ApiErrors.isNotFound(e)) {
                    return;
                }
                if (!ApiErrors.isConflict(e) || attempt >= CONFLICT_RETRIES) {
                    throw e;
                }
            }
        }
    }

    private @Nullable String namespace(Identity identity) {
        return type(identity.apiVersion(), identity.kind()).namespaced() ? identity.namespace() : null;
    }
}
