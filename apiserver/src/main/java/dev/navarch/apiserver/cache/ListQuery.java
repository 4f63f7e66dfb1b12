package dev.navarch.apiserver.cache;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a list wants.
 *
 * @param scope a prefix that ends with a slash, or one whole key
 * @param startKey the first key wanted, inclusive; empty for the beginning
 * @param limit most items answered, 0 for all
 * @param predicate which objects; null for all, which allows to count the remaining ones
 */
public record ListQuery(
        String scope,
        Consistency consistency,
        String startKey,
        int limit,
        @Nullable Predicate<CachedObject> predicate) {

    public ListQuery {
        if (limit < 0) {
            throw new IllegalArgumentException("negative limit");
        }
    }

    /** All objects of the scope. */
    public static ListQuery all(String scope, Consistency consistency) {
        return new ListQuery(scope, consistency, "", 0, null);
    }
}
