package dev.navarch.apiserver.storage;

import java.time.Duration;
import java.util.Optional;

/**
 * Where objects are kept. Reads without a revision see every write acknowledged before they began, by whichever server.
 * All methods may block for as long as the implementation's request timeout, may be called by many threads, and throw
 * {@link StorageException}.
 */
public interface Storage extends AutoCloseable {

    /** The largest value taken, that of etcd as it comes. */
    int MAX_VALUE_BYTES = 1536 * 1024;

    Optional<KeyValue> get(String key);

    /**
     * Reads keys of one state, in order.
     *
     * @throws StorageException.Compacted when the revision is too old
     * @throws StorageException.FutureRevision when the revision is not reached yet
     */
    Page list(RangeRequest request);

    /**
     * Creates the key.
     *
     * @param ttl after which the key is deleted, at second granularity and rather late than early; zero for never
     * @throws StorageException.KeyExists when it exists
     */
    KeyValue create(String key, byte[] value, Duration ttl);

    /**
     * Replaces the value if the key is at that revision, and its time to live by the given one.
     *
     * @throws StorageException.RevisionConflict when it is at another one or does not exist
     */
    KeyValue compareAndSet(String key, long expectedModRevision, byte[] value, Duration ttl);

    /**
     * Deletes the key if it is at that revision.
     *
     * @return the revision of the deletion
     * @throws StorageException.RevisionConflict when it is at another one or does not exist
     */
    long compareAndDelete(String key, long expectedModRevision);

    /**
     * Watches all keys that begin with the prefix, from the first change after that revision on. That the revision has
     * been compacted may be told by the watch rather than here.
     */
    StorageWatch watch(String prefix, long afterRevision);

    /** Whether {@link StorageWatch#requestProgress} is answered, and can be believed. */
    default boolean progressOnRequest() {
        return true;
    }

    /** The revision of the last write, as up to date as a read. At least 1, also when nothing has been written. */
    long currentRevision();

    /** The oldest revision that can be read as far as is known here, without asking; 0 when nothing was compacted. */
    long compactedRevision();

    /**
     * Forgets states before that revision: reads of earlier ones fail from now on.
     *
     * @throws StorageException.Compacted when that has been done already
     * @throws StorageException.FutureRevision when the revision is not reached yet
     */
    void compact(long revision);

    /** Fails with the reason when storage cannot serve now; for health checks. */
    default void checkHealth() {
        var _ = currentRevision();
    }

    /** Ends watches and requests; idempotent. */
    @Override
    void close();
}
