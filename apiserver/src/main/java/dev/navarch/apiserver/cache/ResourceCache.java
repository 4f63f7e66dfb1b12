package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.StorageException;
import java.util.Optional;

/**
 * Reads of one resource. Answers share immutable objects. Methods wait for the cache to be as fresh as asked, up to
 * three seconds, and throw {@link StorageException}: {@code Compacted} for revisions that are gone, {@code
 * FutureRevision} for those that do not come, {@code StorageUnavailable} when storage cannot be read. Safe for use by many
 * threads.
 */
public interface ResourceCache extends AutoCloseable {

    /** One object; {@link Consistency.Exact} is not a way to get one. */
    Optional<CachedObject> get(String key, Consistency consistency);

    /** Objects of one state, by the order of their keys. */
    ObjectList list(ListQuery query);

    /** Starts a watch. */
    ResourceWatch watch(WatchQuery query);

    /** The revision that the cache has reached. */
    long revision();

    /** How many objects there are in the scope (a prefix ending with a slash), as the cache has it. */
    long count(String scope);

    /** Whether the cache has its first complete state and its feed is running. */
    boolean ready();

    /** Ends all watches and the feed; idempotent. */
    @Override
    void close();
}
