package dev.navarch.controllers.queue;

import dev.navarch.controllers.api.ApiErrors;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Works off items, each on a virtual thread, so many at once. Threads exist only while there is work. Guarded by this
 * object's monitor.
 */
public final class WorkQueue<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkQueue.class);
    private static final long FIRST_RETRY_MILLIS = 5;
    private static final long LONGEST_RETRY_MILLIS = 1_000_000;

    private final String name;
    private final int workers;
    private final ScheduledExecutorService timer;
    private final Handler<T> handler;
    private final Set<T> waiting = new LinkedHashSet<>();
    private final Set<T> working = new HashSet<>();
    private final Map<T, Integer> failures = new HashMap<>();
    private int threads;
    private boolean closed;

    /** What is to come of an item that was worked on. */
    public enum Outcome {
        DONE,
        /** It comes back after a time that grows with each attempt. */
        RETRY
    }

    /** Works on one item. What it throws is logged, and counts as {@link Outcome#RETRY}. */
    @FunctionalInterface
    public interface Handler<T> {
        Outcome handle(T item);
    }

    public WorkQueue(String name, int workers, ScheduledExecutorService timer, Handler<T> handler) {
        this.name = name;
        this.workers = workers;
        this.timer = timer;
        this.handler = handler;
    }

    /** Queues the item, unless it waits already; one that is worked on just now is worked on once more. */
    public synchronized void add(T item) {
        if (!closed && waiting.add(item) && !working.contains(item) && threads < workers) {
            threads++;
            Thread.ofVirtual().name(name).start(this::work);
        }
    }

    public void addAfter(T item, Duration delay) {
        try {
            var _ = timer.schedule(() -> add(item), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("{} is closing; an item was dropped", name);
        }
    }

    /** Queues the item after a time that grows with each call until it is done. */
    public void addRateLimited(T item) {
        addAfter(item, Duration.ofMillis(nextDelay(item)));
    }

    private synchronized long nextDelay(T item) {
        int attempt = failures.merge(item, 1, Integer::sum) - 1;
        return Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempt, 30));
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private void work() {
        T item = next();
        while (item != null) {
            Outcome outcome = handle(item);
            if (outcome == Outcome.RETRY) {
                addRateLimited(item);
            }
            done(item, outcome);
            item = next();
        }
    }

    private Outcome handle(T item) {
        try {
            return handler.handle(item);
        } catch (RuntimeException e) {
            log.atLevel(ApiErrors.isConflict(e) ? Level.DEBUG : Level.WARN)
                    .addKeyValue("queue", name)
                    .addKeyValue("item", item)
                    .log("Work failed and will be tried again: {}", ApiErrors.message(e));
            log.debug("The failure", e);
            return Outcome.RETRY;
        }
    }

    /** The next item that nobody works on; without one, this thread's end is counted. */
    private synchronized @Nullable T next() {
        var items = waiting.iterator();
        while (items.hasNext()) {
            T item = items.next();
            if (working.add(item)) {
                items.remove();
                return item;
            }
        }
        threads--;
        return null;
    }

    private synchronized void done(T item, Outcome outcome) {
        working.remove(item);
        if (outcome == Outcome.DONE) {
            failures.remove(item);
        }
    }
}
