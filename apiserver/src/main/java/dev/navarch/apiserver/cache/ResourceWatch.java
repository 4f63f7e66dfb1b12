package dev.navarch.apiserver.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * A running watch, read by one thread at its own pace. Nothing is buffered for it: it reads along the ring of recent
 * changes, and is over once that has turned past it.
 */
public interface ResourceWatch extends AutoCloseable {

    /**
     * The next event; empty when there was none within the timeout, or when {@link #ended}.
     */
    Optional<WatchEvent> next(Duration timeout) throws InterruptedException;

    /** Why nothing will come any more, empty while something may. */
    Optional<End> ended();

    /** Wakes a reader and ends the watch; idempotent, callable by any thread. */
    @Override
    void close();

    /** How a watch ends. In all cases a client may resume from the last revision it saw, and is told if it cannot. */
    enum End {
        /** By {@link ResourceWatch#close}. */
        CLOSED,
        /** Its duration is over. */
        EXPIRED,
        /** The reader did not keep up with the changes. */
        TOO_SLOW,
        /** The cache had to start anew and may have missed changes, or is closed. */
        CACHE_RESET
    }
}
