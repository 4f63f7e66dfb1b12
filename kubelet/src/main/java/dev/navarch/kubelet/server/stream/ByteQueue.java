package dev.navarch.kubelet.server.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from one thread to another. The writer may be an event loop, which must not block: it is told by a callback to
 * pause when much is waiting and to go on when little is; a writer on a thread of its own uses {@link #put}, which waits.
 * Guarded by {@code this}.
 */
public final class ByteQueue extends InputStream {
    private static final int HIGH = 256 * 1024;
    private static final int LOW = 64 * 1024;
    private static final int LIMIT = 4 * 1024 * 1024;

    private final Runnable pause;
    private final Runnable resume;
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private int offset;
    private int waiting;
    private boolean paused;
    private boolean ended;
    private @Nullable IOException failure;

    /** Asks for pauses. */
    public ByteQueue(Runnable pause, Runnable resume) {
        this.pause = pause;
        this.resume = resume;
    }

    /** For writers that wait. */
    public ByteQueue() {
        this(() -> {}, () -> {});
    }

    /** Never blocks. */
    public void offer(byte[] chunk) {
        boolean high;
        synchronized (this) {
            if (ended || chunk.length == 0) {
                return;
            }
            chunks.add(chunk);
            waiting += chunk.length;
            high = !paused && waiting > HIGH;
            paused |= high;
            notifyAll();
        }
        if (high) {
            pause.run();
        }
    }

    /** Waits while more is in the queue than a reader that still reads would leave. */
    public synchronized void put(byte[] chunk) throws InterruptedException {
        while (waiting > LIMIT && !ended) {
            wait(60_000);
        }
        offer(chunk);
    }

    /** Nothing more will come. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The connection broke: readers get an exception once they have read what was there. */
    public synchronized void fail(String why) {
        if (!ended) {
            failure = new EOFException(why);
            ended = true;
            notifyAll();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int n;
        boolean low;
        synchronized (this) {
            awaitChunk();
            byte[] chunk = chunks.peek();
            if (chunk == null) {
                if (failure != null) {
                    throw failure;
                }
                return -1;
            }
            n = Math.min(length, chunk.length - offset);
            System.arraycopy(chunk, offset, buffer, from, n);
            offset += n;
            waiting -= n;
            if (offset == chunk.length) {
                chunks.remove();
                offset = 0;
            }
            low = paused && waiting < LOW;
            paused &= !low;
            notifyAll();
        }
        if (low) {
            resume.run();
        }
        return n;
    }

    private void awaitChunk() throws IOException {
        try {
            while (chunks.isEmpty() && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException();
        }
    }

    @Override
    public synchronized int available() {
        return waiting;
    }

    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            chunks.clear();
            waiting = 0;
            notifyAll();
        }
        resume.run();
    }
}
