package dev.navarch.apiserver.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** An upgraded connection. */
final class VertxDuplexStream implements DuplexStream {

    private final NetSocket socket;
    private final ReceivedBytes input;
    private final SendWindow window;

    /** Must be made on the event loop that has just upgraded the connection: what comes next would be lost otherwise. */
    VertxDuplexStream(Context context, NetSocket socket) {
        this.socket = socket;
        var gone = new CompletableFuture<Void>();
        this.window = new SendWindow(gone);
        socket.pause();
        this.input = new ReceivedBytes(n -> context.runOnContext(v -> socket.fetch(n)));
        socket.handler(input::add)
                .endHandler(end -> input.end(null))
                .closeHandler(closed -> {
                    gone.complete(null);
                    input.end(null);
                })
                .exceptionHandler(e -> {
                    gone.complete(null);
                    input.end(null);
                });
        input.begin();
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                window.check();
                byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
                window.sent(length, socket.write(Buffer.buffer(copy)));
            }

            @Override
            public void close() {
                VertxDuplexStream.this.close();
            }
        };
    }

    @Override
    public void close() {
        var _ = socket.close();
    }
}
