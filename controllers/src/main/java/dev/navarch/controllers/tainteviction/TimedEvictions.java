package dev.navarch.controllers.tainteviction;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Evictions that are under way, or due at a time. Guarded by this object's monitor. */
final class TimedEvictions<K> {

    private final ScheduledExecutorService timer;
    private final Consumer<K> evict;
    private final Map<K, Due> due = new HashMap<>();

    /** A null future stands for an eviction that is being carried out. */
    private record Due(@Nullable Future<?> future) {}

    TimedEvictions(ScheduledExecutorService timer, Consumer<K> evict) {
        this.timer = timer;
        this.evict = evict;
    }

    /** Plans an eviction, unless there is one of the same already. */
    synchronized void add(K key, Instant at) {
        if (due.containsKey(key)) {
            return;
        }
        long delay = Duration.between(Instant.now(), at).toMillis();
        if (delay <= 0) {
            due.put(key, new Due(null));
            start(key);
        } else {
            due.put(key, new Due(timer.schedule(() -> begin(key), delay, TimeUnit.MILLISECONDS)));
        }
    }

    private synchronized void begin(K key) {
        Due planned = due.get(key);
        if (planned != null && planned.future() != null) {
            due.put(key, new Due(null));
            start(key);
        }
    }

    private void start(K key) {
        Thread.ofVirtual().name("taint-eviction").start(() -> {
            try {
                evict.accept(key);
            } finally {
                remove(key);
            }
        });
    }

    private synchronized void remove(K key) {
        due.remove(key);
    }

    /** Whether an eviction is due later. */
    synchronized boolean isPlanned(K key) {
        Due planned = due.get(key);
        return planned != null && planned.future() != null;
    }

    /** Whether there was an eviction to call off. */
    synchronized boolean cancel(K key) {
        Due planned = due.remove(key);
        return planned != null && planned.future() != null && planned.future().cancel(false);
    }

    synchronized void cancelAll() {
        due.values().forEach(d -> {
            if (d.future() != null) {
                d.future().cancel(false);
            }
        });
        due.clear();
    }
}
