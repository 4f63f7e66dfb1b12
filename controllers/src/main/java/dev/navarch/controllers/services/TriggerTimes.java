package dev.navarch.controllers.services;

import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When the change happened that a sync is about to publish: the annotation from which the delay of the network's
 * programming is measured. Safe for many threads as long as no two ask for the same Service.
 */
public final class TriggerTimes {

    public static final String ANNOTATION = "endpoints.kubernetes.io/last-change-trigger-time";

    private final Map<ResourceID, Map<String, Instant>> known = new ConcurrentHashMap<>();

    /** The earliest change since the last sync; for a new Service its creation, and nothing where nothing is new. */
    public Optional<Instant> next(Service service, List<Pod> pods) {
        Map<String, Instant> now = new HashMap<>();
        for (Pod pod : pods) {
            Instant changed = PodState.condition(pod, "Ready")
                    .map(c -> Times.parse(c.getLastTransitionTime()))
                    .orElse(null);
            if (changed != null) {
                now.put(pod.getMetadata().getName(), changed);
            }
        }
        Map<String, Instant> before = known.put(ResourceID.fromResource(service), now);
        if (before == null) {
            return Optional.ofNullable(created(service));
        }
        return now.entrySet().stream()
                .filter(e -> e.getValue().isAfter(before.getOrDefault(e.getKey(), Instant.MIN)))
                .map(Map.Entry::getValue)
                .min(Instant::compareTo);
    }

    public void forget(Service service) {
        known.remove(ResourceID.fromResource(service));
    }

    private static @Nullable Instant created(Service service) {
        return Times.parse(service.getMetadata().getCreationTimestamp());
    }
}
