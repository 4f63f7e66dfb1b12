package dev.navarch.apiserver.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a watch wants.
 *
 * @param scope a prefix that ends with a slash, or one whole key
 * @param predicate which objects, null for all. One that ceases to match is told as deleted
 * @param trigger an equality that the predicate implies, where the resource is indexed by that field: spares the watch
 *     from being woken by other objects
 * @param bookmarks whether {@link WatchEvent.Bookmark} is wanted about once a minute and before the end
 * @param duration after which the watch ends
 */
public record WatchQuery(
        String scope,
        Start start,
        @Nullable Predicate<CachedObject> predicate,
        Optional<Trigger> trigger,
        boolean bookmarks,
        Duration duration) {

    /** Where a watch begins. */
    public sealed interface Start {

        /** With the first change after that revision. */
        record After(long revision) implements Start {}

        /**
         * With all objects there are, as added, in a state as fresh as asked for; then with the changes after.
         *
         * @param endBookmark whether a bookmark marks the end of the initial objects ({@code sendInitialEvents=true})
         */
        record Initial(Consistency consistency, boolean endBookmark) implements Start {}
    }

    /** A selectable field and the value it must have. */
    public record Trigger(String field, String value) {}
}
