package dev.navarch.kubelet.server.stream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** An upgraded connection as a pair of blocking byte streams, over a bare socket or inside a WebSocket's binary frames. */
public final class Transport implements Closeable {
    /** A client that takes nothing for so long is gone. */
    private static final long WRITE_MINUTES = 10;

    private final ByteQueue input;
    private final OutputStream output;
    private final Runnable close;

    private Transport(ByteQueue input, OutputStream output, Runnable close) {
        this.input = input;
        this.output = output;
        this.close = close;
    }

    /** The socket must be paused; this resumes it. */
    public static Transport of(NetSocket socket) {
        ByteQueue input = new ByteQueue(socket::pause, socket::resume);
        socket.handler(buffer -> input.offer(buffer.getBytes()));
        socket.endHandler(end -> input.end());
        socket.closeHandler(closed -> input.end());
        socket.exceptionHandler(e -> input.fail(String.valueOf(e.getMessage())));
        socket.resume();
        return new Transport(input, new Output(socket::write), socket::close);
    }

    /** The same for a WebSocket. */
    public static Transport of(ServerWebSocket socket) {
        ByteQueue input = new ByteQueue(socket::pause, socket::resume);
        socket.handler(buffer -> input.offer(buffer.getBytes()));
        socket.endHandler(end -> input.end());
        socket.closeHandler(closed -> input.end());
        socket.exceptionHandler(e -> input.fail(String.valueOf(e.getMessage())));
        socket.resume();
        return new Transport(input, new Output(socket::writeBinaryMessage), socket::close);
    }

    public InputStream input() {
        return input;
    }

    public OutputStream output() {
        return output;
    }

    @Override
    public void close() {
        input.end();
        close.run();
    }

    /** Waits for what the event loop does. */
    public static void await(Future<Void> future) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(WRITE_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the client is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Each write blocks until the socket has taken it: that is the flow control. */
    private static final class Output extends OutputStream {
        private static final int MAX = 32 * 1024;
        private final Function<Buffer, Future<Void>> write;
        private final java.io.ByteArrayOutputStream pending = new java.io.ByteArrayOutputStream(512);

        Output(Function<Buffer, Future<Void>> write) {
            this.write = write;
        }

        @Override
        public void write(int b) throws IOException {
            pending.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            pending.write(bytes, from, length);
            if (pending.size() > MAX) {
                flush();
            }
        }

        @Override
        public void flush() throws IOException {
            byte[] bytes = pending.toByteArray();
            pending.reset();
            for (int from = 0; from < bytes.length; from += MAX) {
                await(write.apply(Buffer.buffer(MAX).appendBytes(bytes, from, Math.min(MAX, bytes.length - from))));
            }
        }
    }
}
