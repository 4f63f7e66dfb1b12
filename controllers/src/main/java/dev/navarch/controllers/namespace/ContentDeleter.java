package dev.navarch.controllers.namespace;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Discovery;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.api.ObjectMetadata;
import dev.navarch.controllers.api.ResourceType;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Deletes what a namespace holds: pods first, since what they still write must not outlive the rest. */
final class ContentDeleter {

    private static final String BACKGROUND = "{\"propagationPolicy\":\"Background\"}";
    private static final long FINALIZER_SECONDS = 15;

    private final KubernetesClient client;
    private final MetadataClient metadata;
    private final Discovery discovery;

    ContentDeleter(KubernetesClient client, MetadataClient metadata, Discovery discovery) {
        this.client = client;
        this.metadata = metadata;
        this.discovery = discovery;
    }

    ContentDeletion deleteAll(String namespace, Instant deletedAt) {
        ContentDeletion result = new ContentDeletion();
        List<ResourceType> types = deletableTypes(result);
        Optional<ResourceType> pods =
                types.stream().filter(t -> t.is("", "pods")).findFirst();
        if (pods.isPresent()) {
            delete(
                    pods.get(),
                    namespace,
                    deletedAt,
                    result,
                    "failed to delete pods for namespace: " + namespace + ", err: ");
            if (!result.remainingByResource().isEmpty()) {
                result.withoutTotals();
                return result;
            }
        }
        types.stream().filter(t -> !t.is("", "pods")).forEach(t -> delete(t, namespace, deletedAt, result, ""));
        return result;
    }

    private List<ResourceType> deletableTypes(ContentDeletion result) {
        Discovery.Found found = discovery.preferredResources();
        if (!found.isComplete()) {
            result.discoveryFailed("Discovery failed for some groups, "
                    + found.failures().size() + " failing: " + found.failureMessage());
        }
        return found.resources().stream()
                .filter(t -> t.namespaced() && t.supports("delete"))
                .toList();
    }

    private void delete(
            ResourceType type, String namespace, Instant deletedAt, ContentDeletion result, String failurePrefix) {
        try {
            long estimate = type.is("", "pods") ? podSeconds(namespace, deletedAt) : 0;
            result.estimate(estimate);
            deleteCollection(type, namespace);
            count(type, namespace, estimate, result);
        } catch (KubernetesClientException | IllegalStateException e) {
            result.failed(failurePrefix + ApiErrors.message(e));
        }
    }

    private void deleteCollection(ResourceType type, String namespace) {
        if (type.supports("deletecollection")) {
            try {
                metadata.deleteCollection(type, namespace, BACKGROUND);
                return;
            } catch (KubernetesClientException e) {
                if (!ApiErrors.isMethodNotSupported(e) && !ApiErrors.isNotFound(e)) {
                    throw e;
                }
            }
        }
        for (ObjectMetadata object : list(type, namespace)) {
            try {
                metadata.delete(type, namespace, object.name(), BACKGROUND);
            } catch (KubernetesClientException e) {
                if (!ApiErrors.isNotFound(e) && !ApiErrors.isMethodNotSupported(e)) {
                    throw e;
                }
            }
        }
    }

    private void count(ResourceType type, String namespace, long estimate, ContentDeletion result) {
        List<ObjectMetadata> left = list(type, namespace);
        Map<String, Integer> byFinalizer = new HashMap<>();
        left.forEach(o -> o.finalizers().forEach(f -> byFinalizer.merge(f, 1, Integer::sum)));
        result.remaining(type.dotted(), left.size(), byFinalizer);
        if (left.isEmpty() || estimate > 0) {
            return;
        }
        if (byFinalizer.isEmpty()) {
            throw new IllegalStateException("unexpected items still remain in namespace: " + namespace + " for gvr: "
                    + type.group() + "/" + type.version() + ", Resource=" + type.resource());
        }
        result.estimate(FINALIZER_SECONDS);
    }

    private List<ObjectMetadata> list(ResourceType type, String namespace) {
        if (!type.supports("list")) {
            return List.of();
        }
        try {
            return metadata.list(type, namespace).objects();
        } catch (KubernetesClientException e) {
            if (ApiErrors.isMethodNotSupported(e) || ApiErrors.isNotFound(e)) {
                return List.of();
            }
            throw e;
        }
    }

    /** The longest grace period of a pod that still runs, or 0 once the namespace has been going for longer. */
    private long podSeconds(String namespace, Instant deletedAt) {
        long longest = client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> !PodState.isTerminal(pod))
                .mapToLong(ContentDeleter::graceSeconds)
                .max()
                .orElse(0);
        return Duration.between(deletedAt, Instant.now()).toSeconds() >= longest ? 0 : longest;
    }

    private static long graceSeconds(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getTerminationGracePeriodSeconds(), 0L);
    }
}
