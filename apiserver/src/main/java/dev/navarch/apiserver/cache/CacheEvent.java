package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.tree.SortedTree;
import org.jspecify.annotations.Nullable;

/** One change of one object, with what it was before (for selectors) and the state that it led to (for lists). */
final class CacheEvent {

    private final String key;
    private final long revision;
    private final @Nullable CachedObject object;
    private final @Nullable CachedObject previous;
    private final SortedTree<String, CachedObject> stateAfter;
    private final long nanoTime;
    private volatile @Nullable CachedObject ended;

    /**
     * Describes a change.
     *
     * @param object null when it was deleted
     * @param previous null when it was created
     */
    CacheEvent(
            String key,
            long revision,
            @Nullable CachedObject object,
            @Nullable CachedObject previous,
            SortedTree<String, CachedObject> stateAfter,
            long nanoTime) {
        this.key = key;
        this.revision = revision;
        this.object = object;
        this.previous = previous;
        this.stateAfter = stateAfter;
        this.nanoTime = nanoTime;
    }

    String key() {
        return key;
    }

    long revision() {
        return revision;
    }

    @Nullable
    CachedObject object() {
        return object;
    }

    @Nullable
    CachedObject previous() {
        return previous;
    }

    SortedTree<String, CachedObject> stateAfter() {
        return stateAfter;
    }

    long nanoTime() {
        return nanoTime;
    }

    /** The object before this event with the revision of this event, as watches get it that see it no more; made once. */
    CachedObject ended(CachedObject before) {
        CachedObject made = ended;
        if (made == null) {
            made = before.withRevision(revision);
            ended = made;
        }
        return made;
    }
}
