package dev.navarch.apiserver.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What arrives on an event loop, read by a blocking thread. Asks for one buffer more at a time, so no more than a few are
 * held. Guarded by its lock. A read waits as long as the connection is open: how long it may is for the proxied protocol
 * to say, and the connection's end wakes it.
 */
final class ReceivedBytes extends InputStream {

    private static final int BUFFERS_AHEAD = 4;

    private final LongConsumer fetch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Buffer> buffers = new ArrayDeque<>();
    private int position;
    private boolean ended;
    private @Nullable Throwable failure;

    ReceivedBytes(LongConsumer fetch) {
        this.fetch = fetch;
    }

    /** Asks for the first buffers: to be called once who calls {@link #add} and {@link #end} is in place, not sooner. */
    void begin() {
        fetch.accept(BUFFERS_AHEAD);
    }

    void add(Buffer buffer) {
        lock.lock();
        try {
            buffers.add(buffer);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end(@Nullable Throwable cause) {
        lock.lock();
        try {
            ended = true;
            failure = cause;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        lock.lock();
        try {
            Buffer head = awaitBuffer();
            if (head == null) {
                return -1;
            }
            int count = Math.min(length, head.length() - position);
            head.getBytes(position, position + count, into, offset);
            position += count;
            if (position == head.length()) {
                buffers.remove();
                position = 0;
                fetch.accept(1);
            }
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Buffer awaitBuffer() throws InterruptedException, IOException {
        while (true) {
            Buffer head = buffers.peek();
            if (head != null && head.length() > 0) {
                return head;
            }
            if (head != null) {
                buffers.remove();
                fetch.accept(1);
            } else if (failure != null) {
                throw new IOException(failure);
            } else if (ended) {
                return null;
            } else {
                arrived.await();
            }
        }
    }
}
