package dev.navarch.apiserver.flowcontrol;

import dev.navarch.api.meta.StatusException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds how many requests run at once: those that read, and those that write. */
public final class FlowControl {

    private static final Duration MAX_WAIT = Duration.ofSeconds(15);

    private final Semaphore reading;
    private final Semaphore writing;

    /** {@code --max-requests-inflight} and {@code --max-mutating-requests-inflight}. */
    public FlowControl(int maxReading, int maxWriting) {
        this.reading = new Semaphore(maxReading, true);
        this.writing = new Semaphore(maxWriting, true);
    }

    /** A request that runs; to be closed when it is done. */
    public interface Seat extends AutoCloseable {

        Seat UNCOUNTED = () -> {};

        @Override
        void close();
    }

    /**
     * Waits for a seat.
     *
     * @throws StatusException 429 when none becomes free in time
     */
    public Seat enter(boolean readOnly) {
        Semaphore seats = readOnly ? reading : writing;
        try {
            if (!seats.tryAcquire() && !seats.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw StatusException.tooManyRequests("Too many requests, please try again later.", 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StatusException.tooManyRequests("Too many requests, please try again later.", 1);
        }
        return seats::release;
    }
}
