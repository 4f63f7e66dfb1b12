package dev.navarch.apiserver.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A WebSocket whose incoming messages are dropped. */
final class VertxMessageStream implements MessageStream {

    private final ServerWebSocket socket;
    private final SendWindow window;

    VertxMessageStream(ServerWebSocket socket, CompletableFuture<Void> gone) {
        this.socket = socket;
        this.window = new SendWindow(gone);
        socket.closeHandler(v -> gone.complete(null));
        socket.exceptionHandler(e -> gone.complete(null));
        socket.handler(ignored -> {});
    }

    @Override
    public Optional<String> protocol() {
        return Optional.ofNullable(socket.subProtocol()).filter(p -> !p.isEmpty());
    }

    @Override
    public void writeText(byte[] utf8) throws IOException {
        window.check();
        window.sent(utf8.length, socket.writeTextMessage(new String(utf8, StandardCharsets.UTF_8)));
    }

    @Override
    public void writeBinary(byte[] bytes) throws IOException {
        window.check();
        window.sent(bytes.length, socket.writeBinaryMessage(Buffer.buffer(bytes)));
    }

    @Override
    public void close() {
        if (!socket.isClosed()) {
            var _ = socket.close();
        }
    }
}
