package dev.navarch.controllers.scheduler.queue;

import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pods that are being scheduled, and the events that came meanwhile: a pod that fails must not miss what happened since
 * it was taken from the queue. Events are kept only while a pod is in flight that is older than they are. Not
 * thread-safe: {@link SchedulingQueue} owns it.
 */
final class InFlight {

    /** An event with the objects that its hints are asked about. */
    record Occurrence(
            ClusterEvent event,
            @Nullable HasMetadata before,
            @Nullable HasMetadata after) {}

    private record Sequenced(long number, Occurrence occurrence) {}

    /** In the order of starting. */
    private final Map<String, Long> startOf = new LinkedHashMap<>();

    private final Deque<Sequenced> events = new ArrayDeque<>();
    private long next;

    boolean contains(String uid) {
        return startOf.containsKey(uid);
    }

    /** Returns false when the pod is already in flight. */
    boolean start(String uid) {
        return startOf.putIfAbsent(uid, next++) == null;
    }

    void add(Occurrence occurrence) {
        if (!startOf.isEmpty()) {
            events.addLast(new Sequenced(next++, occurrence));
        }
    }

    List<Occurrence> since(String uid) {
        Long start = startOf.get(uid);
        List<Occurrence> result = new ArrayList<>();
        if (start != null) {
            for (Sequenced event : events) {
                if (event.number > start) {
                    result.add(event.occurrence);
                }
            }
        }
        return result;
    }

    void done(String uid) {
        if (startOf.remove(uid) == null) {
            return;
        }
        long oldest =
                startOf.isEmpty() ? Long.MAX_VALUE : startOf.values().iterator().next();
        while (!events.isEmpty() && events.getFirst().number < oldest) {
            events.removeFirst();
        }
    }
}
