package dev.navarch.controllers.garbagecollector;

import dev.navarch.controllers.api.Discovery;
import dev.navarch.controllers.api.ResourceType;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which resource a kind in an owner reference is. What is unknown is asked for again, but not more than every few
 * seconds. Guarded by this object's monitor.
 */
final class ResourceTypes {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Discovery discovery;
    private final Map<String, ResourceType> byKind = new HashMap<>();
    private Instant asked = Instant.EPOCH;

    ResourceTypes(Discovery discovery) {
        this.discovery = discovery;
    }

    /**
     * Asks the API server, and remembers.
     *
     * @throws KubernetesClientException where it does not answer
     */
    synchronized Discovery.Found discover() {
        Discovery.Found found = discovery.preferredResources();
        asked = Instant.now();
        if (found.isComplete()) {
            byKind.clear();
        }
        found.all().forEach(type -> byKind.put(key(type.apiVersion(), type.kind()), type));
        return found;
    }

    synchronized Optional<ResourceType> of(String apiVersion, String kind) {
        ResourceType known = byKind.get(key(apiVersion, kind));
        if (known == null && asked.isBefore(Instant.now().minus(FRESH))) {
            var _ = discover();
            known = byKind.get(key(apiVersion, kind));
        }
        return Optional.ofNullable(known);
    }

    private static String key(String apiVersion, String kind) {
        return apiVersion + "/" + kind;
    }
}
