package dev.navarch.controllers.services;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the slices that a controller wrote for each Service, so that it knows a cache that does not show them yet,
 * and a change that somebody else made. Guarded by this object's monitor.
 */
public final class SliceTracker {

    private static final long DELETED = -1;

    private final Map<ResourceID, Map<String, Long>> generations = new HashMap<>();

    public synchronized void wrote(ResourceID service, EndpointSlice slice) {
        generations.computeIfAbsent(service, k -> new HashMap<>()).put(uid(slice), generation(slice));
    }

    public synchronized void deleted(ResourceID service, EndpointSlice slice) {
        Map<String, Long> known = generations.get(service);
        if (known != null && known.containsKey(uid(slice))) {
            known.put(uid(slice), DELETED);
        }
    }

    public synchronized void forget(ResourceID service) {
        generations.remove(service);
    }

    public synchronized boolean knows(ResourceID service, EndpointSlice slice) {
        return generations.getOrDefault(service, Map.of()).containsKey(uid(slice));
    }

    /** Whether the cache shows less than what was written. */
    public synchronized boolean isStale(ResourceID service, List<EndpointSlice> cached) {
        Map<String, Long> known = generations.getOrDefault(service, Map.of());
        Map<String, Long> shown =
                cached.stream().collect(Collectors.toMap(SliceTracker::uid, SliceTracker::generation));
        return known.entrySet().stream().anyMatch(e -> {
            Long generation = shown.get(e.getKey());
            return e.getValue() == DELETED ? generation != null : generation == null || generation < e.getValue();
        });
    }

    /** Whether what the informer shows now is not what was written here. */
    public synchronized boolean isNews(
            ResourceID service, @Nullable EndpointSlice before, @Nullable EndpointSlice after) {
        Map<String, Long> known = generations.get(service);
        if (known == null) {
            return after != null;
        }
        if (after != null) {
            Long generation = known.get(uid(after));
            return generation == null || generation(after) > generation;
        }
        Long generation = known.remove(uid(Objects.requireNonNull(before)));
        return generation != null && generation != DELETED;
    }

    private static String uid(EndpointSlice slice) {
        return slice.getMetadata().getUid();
    }

    private static long generation(EndpointSlice slice) {
        return Objects.requireNonNullElse(slice.getMetadata().getGeneration(), 0L);
    }
}
