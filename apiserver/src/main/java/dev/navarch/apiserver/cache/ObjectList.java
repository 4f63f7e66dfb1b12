package dev.navarch.apiserver.cache;

import java.util.List;
import java.util.OptionalLong;

/**
 * An answer to a list, ordered by key.
 *
 * @param revision the state it shows
 * @param more whether there may be objects behind the last item; continue with {@code Keys.after(lastKey)} and {@code
 *     Exact(revision)}
 * @param remaining how many objects there are behind, known only without a predicate
 */
public record ObjectList(List<CachedObject> items, long revision, boolean more, OptionalLong remaining) {}
