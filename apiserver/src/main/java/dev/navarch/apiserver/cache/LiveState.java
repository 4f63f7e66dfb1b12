package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.StorageEvent;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.CorruptObject;
import dev.navarch.apiserver.storage.StorageException.FutureRevision;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.tree.SortedTree;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the cache has: the present state, the ring of changes that led to it, and who waits for more. Written by the feed,
 * read by all; guarded by its lock, which nobody holds for longer than a few array steps.
 */
final class LiveState {

    private static final Duration READY_LIMIT = Duration.ofSeconds(3);
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(100);

    /** A state and the revision it is of. */
    record Snapshot(long revision, SortedTree<String, CachedObject> objects) {}

    final ReentrantLock lock = new ReentrantLock();
    private final String resource;
    private final Runnable requestProgress;
    private final Condition news = lock.newCondition();
    private final WatchIndex watches;
    private Snapshot present = new Snapshot(0, SortedTree.empty(Keys.ORDER));
    private EventRing ring = new EventRing(0, 0, present.objects());
    private final Map<String, CorruptObject> corrupt = new HashMap<>();
    private boolean ready;
    private boolean closed;
    private @Nullable Throwable failure;

    LiveState(WatchCacheOptions options, Runnable requestProgress) {
        this.resource = options.resource();
        this.requestProgress = requestProgress;
        this.watches = new WatchIndex(options.triggerFields());
    }

    // --- by the feed

    /** Starts anew with that state; watches end, since they may have missed changes. */
    void reset(Snapshot state, Map<String, CorruptObject> corruptKeys) {
        lock.lock();
        try {
            endWatches(ResourceWatch.End.CACHE_RESET);
            present = state;
            corrupt.clear();
            corrupt.putAll(corruptKeys);
            ring = new EventRing(ring.end(), state.revision(), state.objects());
            ready = true;
            failure = null;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The present state is no longer one that can be continued. */
    void invalidate() {
        lock.lock();
        try {
            ready = false;
            endWatches(ResourceWatch.End.CACHE_RESET);
        } finally {
            lock.unlock();
        }
    }

    /** Why the feed does not run, null when it does. */
    void setFailure(@Nullable Throwable reason) {
        lock.lock();
        try {
            failure = reason;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes events in the order of revisions, with the objects that the puts among them decode to. One that cannot be
     * made out is as good as deleted to those who list and watch.
     */
    void apply(
            List<StorageEvent> events, List<@Nullable CachedObject> decoded, Map<String, CorruptObject> corruptKeys) {
        lock.lock();
        try {
            for (int i = 0; i < events.size(); i++) {
                apply(events.get(i), decoded.get(i));
            }
            corrupt.putAll(corruptKeys);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void apply(StorageEvent event, @Nullable CachedObject object) {
        SortedTree<String, CachedObject> objects = present.objects();
        String key = switch (event) {
            case StorageEvent.Put put -> put.keyValue().key();
            case StorageEvent.Delete delete -> delete.key();
            case StorageEvent.Progress _ -> "";
        };
        if (!corrupt.isEmpty()) {
            corrupt.remove(key);
        }
        CachedObject previous = key.isEmpty() ? null : objects.get(key);
        if (object != null) {
            objects = objects.put(key, object);
        } else if (previous != null) {
            objects = objects.remove(key);
        }
        present = new Snapshot(Math.max(present.revision(), event.revision()), objects);
        if (object != null || previous != null) {
            var change = new CacheEvent(key, event.revision(), object, previous, objects, System.nanoTime());
            ring.add(change);
            watches.wake(change, ring.end() - 1);
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            ready = false;
            endWatches(ResourceWatch.End.CACHE_RESET);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void endWatches(ResourceWatch.End reason) {
        watches.all().forEach(watch -> watch.end(reason));
    }

    // --- by readers

    boolean ready() {
        lock.lock();
        try {
            return ready && failure == null;
        } finally {
            lock.unlock();
        }
    }

    /** Why there is a key that no state shows. */
    Optional<CorruptObject> corruption(String key) {
        lock.lock();
        try {
            return Optional.ofNullable(corrupt.get(key));
        } finally {
            lock.unlock();
        }
    }

    Snapshot present() {
        lock.lock();
        try {
            return present;
        } finally {
            lock.unlock();
        }
    }

    /** The present state, of whatever revision, once there is one. */
    Snapshot awaitReady() {
        return awaitRevision(0, READY_LIMIT);
    }

    /**
     * The present state once it is as new as that revision.
     *
     * @throws FutureRevision when that does not happen in time
     */
    Snapshot awaitRevision(long revision, Duration patience) {
        lock.lock();
        try {
            awaitRevisionLocked(revision, patience);
            return present;
        } finally {
            lock.unlock();
        }
    }

    /** The state at exactly that revision, empty when it is too old for this cache. */
    Optional<Snapshot> awaitExact(long revision, Duration patience) {
        lock.lock();
        try {
            awaitRevisionLocked(revision, patience);
            return ring.stateAt(revision).map(objects -> new Snapshot(revision, objects));
        } finally {
            lock.unlock();
        }
    }

    private void awaitRevisionLocked(long revision, Duration patience) {
        long start = System.nanoTime();
        while (!ready || present.revision() < revision) {
            Duration limit = ready ? patience : READY_LIMIT;
            long left = start + limit.toNanos() - System.nanoTime();
            if (closed || left <= 0) {
                throw tooLate(revision);
            }
            if (ready) {
                requestProgress.run();
            }
            try {
                var _ = news.awaitNanos(Math.min(left, PROGRESS_INTERVAL.toNanos()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageUnavailable("interrupted while waiting for " + resource, e);
            }
        }
    }

    private RuntimeException tooLate(long revision) {
        if (closed) {
            return new StorageUnavailable("the cache of " + resource + " is closed", null);
        }
        if (!ready) {
            String reason = failure == null ? "" : ": " + failure.getMessage();
            return new StorageUnavailable("storage is (re)initializing" + reason, failure);
        }
        if (failure != null) {
            return new StorageUnavailable("storage does not answer: " + failure.getMessage(), failure);
        }
        return new FutureRevision(revision, present.revision());
    }

    // --- by watches

    /** Registers the watch to begin with changes after that revision. */
    void register(CacheWatch watch, long afterRevision) {
        lock.lock();
        try {
            awaitRevisionLocked(0, READY_LIMIT);
            if (afterRevision < ring.baseRevision()) {
                throw new Compacted(afterRevision, ring.baseRevision());
            }
            watches.add(watch);
            watch.moveTo(ring.firstAfter(afterRevision));
        } finally {
            lock.unlock();
        }
    }

    void unregister(CacheWatch watch) {
        lock.lock();
        try {
            watches.remove(watch);
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    EventRing ring() {
        return ring;
    }

    /** Under the lock. */
    long revision() {
        return present.revision();
    }

    void requestProgress() {
        requestProgress.run();
    }
}
