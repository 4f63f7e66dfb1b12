package dev.navarch.apiserver.storage;

import java.time.Duration;
import java.util.List;

/**
 * A running watch. Events wait in storage or in a bounded queue until taken, so a slow reader costs no memory; one that
 * falls behind compaction gets {@link StorageException.Compacted}. Taken by one thread; the other methods by any.
 */
public interface StorageWatch extends AutoCloseable {

    /**
     * The next events, all those of one revision in one answer; empty when there were none within the timeout.
     *
     * @throws StorageException.Compacted when what would come next is gone: the watch is over
     * @throws StorageException.StorageUnavailable when the watch broke or was closed: the watch is over, another one may
     *     continue from the last revision seen
     */
    List<StorageEvent> poll(Duration timeout) throws InterruptedException;

    /** Asks for a {@link StorageEvent.Progress} that says at least what is current now; it comes soon, through {@link #poll}. */
    void requestProgress();

    @Override
    void close();
}
