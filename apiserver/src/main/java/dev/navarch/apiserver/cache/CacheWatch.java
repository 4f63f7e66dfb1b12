package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.cache.WatchEvent.Added;
import dev.navarch.apiserver.cache.WatchEvent.Bookmark;
import dev.navarch.apiserver.cache.WatchEvent.Deleted;
import dev.navarch.apiserver.cache.WatchEvent.Modified;
import dev.navarch.apiserver.storage.tree.SortedTree;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A position in the ring of changes. While parked it has seen all that concerns it, and the ring may turn as it likes:
 * the next change that may concern it sets its position anew. What is guarded by the lock of {@link LiveState} says so;
 * the rest belongs to the reader's thread.
 */
final class CacheWatch implements ResourceWatch {

    private static final int BATCH = 64;

    private final LiveState state;
    private final Scope scope;
    private final Optional<WatchQuery.Trigger> trigger;
    private final Predicate<CachedObject> predicate;
    private final long startRevision;
    private final Iterator<CachedObject> initial;
    private boolean endBookmarkDue;
    private final BookmarkTimer timer;
    private final Queue<WatchEvent> pending = new ArrayDeque<>();

    /** These four guarded by the lock. */
    private final Condition wakeUp;

    private long position;
    private boolean parked;
    private @Nullable End end;

    /** @param initial the objects to begin with, null for a watch that begins with the changes after the revision */
    CacheWatch(
            LiveState state, WatchQuery query, long startRevision, @Nullable SortedTree<String, CachedObject> initial) {
        this.state = state;
        this.scope = new Scope(query.scope());
        this.trigger = query.trigger();
        Predicate<CachedObject> wanted = query.predicate();
        this.predicate = wanted == null ? _ -> true : wanted;
        this.startRevision = startRevision;
        this.initial = initial == null ? Collections.emptyIterator() : initial.valuesFrom(query.scope());
        this.endBookmarkDue =
                query.start() instanceof WatchQuery.Start.Initial(Consistency _, boolean wantedAtEnd) && wantedAtEnd;
        this.timer = new BookmarkTimer(query.bookmarks(), query.duration());
        this.wakeUp = state.lock.newCondition();
    }

    Optional<WatchQuery.Trigger> trigger() {
        return trigger;
    }

    // --- under the lock

    void moveTo(long sequence) {
        position = sequence;
        parked = false;
    }

    void noticed(CacheEvent event, long sequence) {
        if (parked && scope.contains(event.key())) {
            moveTo(sequence);
            wakeUp.signal();
        }
    }

    void end(End reason) {
        if (end == null) {
            end = reason;
            wakeUp.signal();
            state.unregister(this);
        }
    }

    // --- by the reader

    @Override
    public Optional<WatchEvent> next(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Optional<WatchEvent> first = nextInitial();
        if (first.isPresent()) {
            return first;
        }
        while (pending.isEmpty()) {
            List<CacheEvent> changes = takeChanges(deadline);
            if (changes.isEmpty()) {
                return Optional.ofNullable(pending.poll());
            }
            changes.forEach(this::tell);
        }
        return Optional.of(pending.remove());
    }

    private Optional<WatchEvent> nextInitial() {
        while (initial.hasNext()) {
            CachedObject object = initial.next();
            if (!scope.contains(object.key())) {
                break;
            }
            if (predicate.test(object)) {
                return ended().isPresent() ? Optional.empty() : Optional.of(new Added(object));
            }
        }
        if (endBookmarkDue) {
            endBookmarkDue = false;
            return Optional.of(new Bookmark(startRevision, true));
        }
        return Optional.empty();
    }

    /** The next changes; none when the time is over, the watch ended, or a bookmark was put into {@link #pending}. */
    private List<CacheEvent> takeChanges(long deadline) throws InterruptedException {
        state.lock.lockInterruptibly();
        try {
            while (end == null) {
                EventRing ring = state.ring();
                parked |= position >= ring.end();
                long now = System.nanoTime();
                if (timer.expired(now)) {
                    end(End.EXPIRED);
                } else if (!parked && position < ring.first()) {
                    end(End.TOO_SLOW);
                } else if (timer.bookmarkDue(now)) {
                    pending.add(new Bookmark(seenRevision(ring), false));
                    return List.of();
                } else if (!parked) {
                    return copy(ring);
                } else if (now >= deadline) {
                    return List.of();
                } else {
                    askForProgressWhenDue(now);
                    var _ = wakeUp.awaitNanos(Math.min(deadline, timer.nextAt()) - now);
                }
            }
            return List.of();
        } finally {
            state.lock.unlock();
        }
    }

    private void askForProgressWhenDue(long now) {
        if (timer.progressDue(now)) {
            state.requestProgress();
        }
    }

    /** Up to where everything has been told, given that nothing is pending. */
    private long seenRevision(EventRing ring) {
        long seen = parked ? state.revision() : ring.get(position).revision() - 1;
        return Math.max(startRevision, seen);
    }

    private List<CacheEvent> copy(EventRing ring) {
        int count = (int) Math.min(BATCH, ring.end() - position);
        var changes = new ArrayList<CacheEvent>(count);
        for (int i = 0; i < count; i++) {
            changes.add(ring.get(position++));
        }
        return changes;
    }

    private void tell(CacheEvent change) {
        if (change.revision() <= startRevision || !scope.contains(change.key())) {
            return;
        }
        CachedObject object = change.object();
        CachedObject previous = change.previous();
        boolean visible = object != null && predicate.test(object);
        boolean wasVisible = previous != null && predicate.test(previous);
        if (object != null && visible) {
            pending.add(wasVisible ? new Modified(object) : new Added(object));
        } else if (previous != null && wasVisible) {
            pending.add(new Deleted(change.ended(previous)));
        }
    }

    @Override
    public Optional<End> ended() {
        state.lock.lock();
        try {
            return Optional.ofNullable(end);
        } finally {
            state.lock.unlock();
        }
    }

    @Override
    public void close() {
        state.lock.lock();
        try {
            end(End.CLOSED);
        } finally {
            state.lock.unlock();
        }
    }
}
