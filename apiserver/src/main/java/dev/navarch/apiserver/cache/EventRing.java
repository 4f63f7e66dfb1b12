package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.tree.SortedTree;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The most recent changes, by a sequence number that counts up. It doubles while the oldest change that would be lost is
 * younger than {@link #FRESH}, and halves again in calm times. Not thread-safe.
 */
final class EventRing {

    static final int MIN_CAPACITY = 100;
    static final int MAX_CAPACITY = 100 * 1024;
    static final Duration FRESH = Duration.ofSeconds(75);

    private @Nullable CacheEvent[] events = new CacheEvent[MIN_CAPACITY];
    private long first;
    private long end;
    private long baseRevision;
    private SortedTree<String, CachedObject> baseState;

    /** @param state at that revision, before any event */
    EventRing(long firstSequence, long revision, SortedTree<String, CachedObject> state) {
        this.first = firstSequence;
        this.end = firstSequence;
        this.baseRevision = revision;
        this.baseState = state;
    }

    /** The sequence number of the oldest event that is here. */
    long first() {
        return first;
    }

    /** The sequence number that the next event will have. */
    long end() {
        return end;
    }

    /** All changes after this revision are here. */
    long baseRevision() {
        return baseRevision;
    }

    void add(CacheEvent event) {
        resize(event.nanoTime());
        if (end - first == events.length) {
            forgetFirst();
        }
        events[slot(end)] = event;
        end++;
    }

    CacheEvent get(long sequence) {
        CacheEvent event = events[slot(sequence)];
        if (event == null || sequence < first || sequence >= end) {
            throw new IllegalArgumentException("no event " + sequence + " in [" + first + ", " + end + ")");
        }
        return event;
    }

    /** The first event of a later revision, {@link #end} when there is none. */
    long firstAfter(long revision) {
        long low = first;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (get(middle).revision() > revision) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The state at that revision, which has been reached; empty when it is too old. */
    Optional<SortedTree<String, CachedObject>> stateAt(long revision) {
        if (revision < baseRevision) {
            return Optional.empty();
        }
        long after = firstAfter(revision);
        return Optional.of(after == first ? baseState : get(after - 1).stateAfter());
    }

    private void resize(long now) {
        int capacity = events.length;
        if (end - first < capacity) {
            return;
        }
        if (now - get(first).nanoTime() < FRESH.toNanos()) {
            moveTo(Math.min(capacity * 2, MAX_CAPACITY));
        } else if (now - get(end - capacity / 4).nanoTime() > FRESH.toNanos()) {
            moveTo(Math.max(capacity / 2, MIN_CAPACITY));
        }
    }

    private void moveTo(int capacity) {
        if (capacity == events.length) {
            return;
        }
        while (end - first > capacity) {
            forgetFirst();
        }
        var moved = new CacheEvent[capacity];
        for (long sequence = first; sequence < end; sequence++) {
            moved[(int) (sequence % capacity)] = get(sequence);
        }
        events = moved;
    }

    private void forgetFirst() {
        CacheEvent forgotten = get(first);
        baseRevision = forgotten.revision();
        baseState = forgotten.stateAfter();
        events[slot(first)] = null;
        first++;
    }

    private int slot(long sequence) {
        return (int) (sequence % events.length);
    }
}
