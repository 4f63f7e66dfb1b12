package dev.navarch.controllers.scheduler.queue;

import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pods that failed a moment ago. The wait doubles with each failure in a row. Pods that plugins rejected may be taken
 * before their time when the active queue is empty; pods that failed with an error may not. Not thread-safe: {@link
 * SchedulingQueue} owns it.
 */
final class BackoffQueue {

    private final Clock clock;
    private final Duration initial;
    private final Duration max;
    private final PodHeap rejected;
    private final PodHeap failed;

    BackoffQueue(Clock clock, Duration initial, Duration max, Comparator<QueuedPodInfo> activeOrder) {
        this.clock = clock;
        this.initial = initial;
        this.max = max;
        Comparator<QueuedPodInfo> byExpiration = Comparator.comparing(this::expiration);
        this.rejected = new PodHeap(byExpiration.thenComparing(activeOrder));
        this.failed = new PodHeap(byExpiration);
    }

    /** When the pod may be tried again; the past when it need not wait. */
    private Instant expiration(QueuedPodInfo pod) {
        if (max.isZero() || pod.failures() == 0) {
            return Instant.EPOCH;
        }
        Instant known = pod.backoffExpiration();
        if (known == null) {
            known = toWindow(pod.timestamp().plus(duration(pod.failures())));
            pod.backOffUntil(known);
        }
        return known;
    }

    private Duration duration(int failures) {
        int shift = failures - 1;
        if (shift >= Long.SIZE - 1 || initial.toNanos() > max.toNanos() >> shift) {
            return max;
        }
        return initial.multipliedBy(1L << shift);
    }

    /** Pods whose wait ends within the same second are ordered by importance. */
    private static Instant toWindow(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    boolean isBackingOff(QueuedPodInfo pod) {
        return !expiration(pod).isBefore(toWindow(clock.instant()));
    }

    void put(QueuedPodInfo pod) {
        String key = pod.podInfo().key();
        if (pod.hasRejectors()) {
            failed.remove(key);
            rejected.put(pod);
        } else {
            rejected.remove(key);
            failed.put(pod);
        }
    }

    @Nullable
    QueuedPodInfo get(String key) {
        QueuedPodInfo pod = rejected.get(key);
        return pod == null ? failed.get(key) : pod;
    }

    @Nullable
    QueuedPodInfo remove(String key) {
        QueuedPodInfo pod = rejected.remove(key);
        return pod == null ? failed.remove(key) : pod;
    }

    /** The rejected pod whose wait ends first, before its time. */
    @Nullable
    QueuedPodInfo pollEarly() {
        return rejected.poll();
    }

    boolean canPollEarly() {
        return rejected.size() > 0;
    }

    List<QueuedPodInfo> pollCompleted() {
        List<QueuedPodInfo> completed = new ArrayList<>();
        pollCompleted(rejected, completed);
        pollCompleted(failed, completed);
        return completed;
    }

    private void pollCompleted(PodHeap from, List<QueuedPodInfo> into) {
        for (QueuedPodInfo pod = from.peek(); pod != null && !isBackingOff(pod); pod = from.peek()) {
            from.poll();
            into.add(pod);
        }
    }

    int size() {
        return rejected.size() + failed.size();
    }
}
