package dev.navarch.apiserver.cache;

/** What a watch tells. */
public sealed interface WatchEvent {

    record Added(CachedObject object) implements WatchEvent {}

    record Modified(CachedObject object) implements WatchEvent {}

    /** The object in its last state (the last that matched), with the revision of the change that ended it. */
    record Deleted(CachedObject object) implements WatchEvent {}

    /**
     * All changes up to the revision have been told.
     *
     * @param initialEventsEnd whether this ends the initial objects
     */
    record Bookmark(long revision, boolean initialEventsEnd) implements WatchEvent {}
}
