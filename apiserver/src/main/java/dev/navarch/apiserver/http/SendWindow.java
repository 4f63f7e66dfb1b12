package dev.navarch.apiserver.http;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the bytes that are on their way to a client: the writer waits while it takes none, and gives up when it takes
 * none for too long. Guarded by its lock; completions come from the event loop.
 */
final class SendWindow {

    private static final int LIMIT = 256 * 1024;
    private static final Duration STALL_LIMIT = Duration.ofSeconds(60);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final CompletableFuture<Void> gone;
    private long outstanding;
    private boolean failed;

    SendWindow(CompletableFuture<Void> gone) {
        this.gone = gone;
        var _ = gone.thenRun(this::fail);
    }

    /** Counts the write and returns when there is room for the next one. */
    void sent(int bytes, Future<Void> write) throws IOException {
        lock.lock();
        try {
            outstanding += bytes;
        } finally {
            lock.unlock();
        }
        write.onComplete(done -> complete(bytes, done.failed()));
        awaitRoom();
    }

    void check() throws IOException {
        if (gone.isDone()) {
            throw new IOException("the client is gone");
        }
    }

    private void awaitRoom() throws IOException {
        lock.lock();
        try {
            while (outstanding > LIMIT && !failed) {
                if (!progress.await(STALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("the client takes nothing");
                }
            }
            if (failed) {
                throw new IOException("the client is gone");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private void complete(int bytes, boolean writeFailed) {
        lock.lock();
        try {
            outstanding -= bytes;
            failed |= writeFailed;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail() {
        complete(0, true);
    }
}
