package dev.navarch.apiserver.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A chunked (HTTP/1.1) or framed (HTTP/2) answer. */
final class VertxResponseStream implements ResponseStream {

    private final HttpServerResponse response;
    private final SendWindow window;
    private boolean ended;

    VertxResponseStream(HttpServerResponse response, CompletableFuture<Void> gone) {
        this.response = response;
        this.window = new SendWindow(gone);
    }

    @Override
    public void flushHead() throws IOException {
        window.check();
        window.sent(0, response.writeHead());
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        window.check();
        window.sent(bytes.length, response.write(Buffer.buffer(bytes)));
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            if (!response.closed() && !response.ended()) {
                var _ = response.end();
            }
        }
    }

    @Override
    public void abort() {
        if (!ended) {
            ended = true;
            var _ = response.reset();
        }
    }
}
