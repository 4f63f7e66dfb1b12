package dev.navarch.apiserver.http;

import dev.navarch.api.meta.StatusException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** An exchange on a Vert.x request; made on its event loop, used from the request's virtual thread. */
final class VertxExchange implements Exchange {

    private static final Duration BODY_LIMIT = Duration.ofSeconds(60);

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final String method;
    private final String path;
    private final Query query;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final boolean paused;
    private byte @Nullable [] body;
    private int status;
    private boolean upgraded;

    VertxExchange(HttpServerRequest request) {
        this.request = request;
        this.method = PostUpgrade.methodOf(request);
        this.response = request.response();
        this.context = Vertx.currentContext();
        this.path = decodePath(request.path());
        this.query = Query.parse(request.query());
        this.paused = mayHaveBody(request);
        if (paused) {
            request.pause();
        }
        request.exceptionHandler(e -> gone.complete(null));
        response.exceptionHandler(e -> gone.complete(null));
        response.closeHandler(v -> gone.complete(null));
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String uri() {
        return request.uri();
    }

    @Override
    public Query query() {
        return query;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public Map<String, List<String>> headers() {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        MultiMap from = request.headers();
        for (Map.Entry<String, String> entry : from) {
            headers.computeIfAbsent(entry.getKey(), k -> new ArrayList<>(1)).add(entry.getValue());
        }
        return Collections.unmodifiableMap(headers);
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        SSLSession session = request.connection().sslSession();
        if (session == null) {
            return List.of();
        }
        try {
            var chain = new ArrayList<X509Certificate>();
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
            return chain;
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    @Override
    public String remoteAddress() {
        return request.remoteAddress().hostAddress();
    }

    @Override
    public boolean isHttp2() {
        return request.version() == HttpVersion.HTTP_2;
    }

    @Override
    public byte[] body() {
        byte[] known = body;
        if (known == null) {
            known = paused ? readBody() : new byte[0];
            body = known;
        }
        return known;
    }

    @Override
    public InputStream bodyStream() {
        if (!paused) {
            return InputStream.nullInputStream();
        }
        var stream = new ReceivedBytes(n -> context.runOnContext(v -> request.fetch(n)));
        context.runOnContext(v -> request.handler(stream::add)
                .endHandler(end -> stream.end(null))
                .exceptionHandler(e -> {
                    gone.complete(null);
                    stream.end(e);
                }));
        stream.begin();
        return stream;
    }

    @Override
    public void setHeader(String name, String value) {
        response.headers().set(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        response.headers().add(name, value);
    }

    @Override
    public void respond(int code, @Nullable String contentType, byte[] bytes) {
        begin(code, contentType);
        if (code != 204 && code != 304) {
            response.headers().set("Content-Length", Integer.toString(bytes.length));
        }
        var _ = response.end(Buffer.buffer(bytes));
    }

    @Override
    public ResponseStream respondStreaming(int code, @Nullable String contentType) {
        begin(code, contentType);
        if (!isHttp2()) {
            response.setChunked(true);
        }
        return new VertxResponseStream(response, gone);
    }

    @Override
    public boolean isResponding() {
        return status != 0;
    }

    @Override
    public int responseStatus() {
        return status;
    }

    @Override
    public boolean isClientGone() {
        return gone.isDone();
    }

    @Override
    public void onClientGone(Runnable action) {
        var _ = gone.thenRun(action);
    }

    @Override
    public DuplexStream upgrade(Map<String, String> headers) {
        if (isHttp2() || header("Upgrade").isEmpty()) {
            throw StatusException.badRequest("Upgrade request required");
        }
        headers.forEach(this::setHeader);
        begin(101, null);
        try {
            DuplexStream stream =
                    onLoop(() -> request.toNetSocket().map(socket -> new VertxDuplexStream(context, socket)));
            upgraded = true;
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public MessageStream webSocket() {
        if (!request.canUpgradeToWebSocket()) {
            throw StatusException.badRequest("Upgrade request required");
        }
        status = 101;
        try {
            MessageStream stream =
                    onLoop(() -> request.toWebSocket().map(socket -> new VertxMessageStream(socket, gone)));
            upgraded = true;
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last resort: a handler gave no answer, or broke off in the middle of one. */
    void fail() {
        if (upgraded) {
            return;
        }
        if (status == 0) {
            respond(500, "text/plain; charset=utf-8", "Internal Server Error".getBytes(StandardCharsets.UTF_8));
        } else if (!response.ended()) {
            var _ = response.reset();
        }
    }

    /** Lets the connection go on to its next request: whatever the handler left of this one is dropped. */
    void finish() {
        if (upgraded) {
            return;
        }
        if (status == 0) {
            respond(500, "text/plain; charset=utf-8", "Internal Server Error".getBytes(StandardCharsets.UTF_8));
        }
        if (paused && body == null) {
            context.runOnContext(v -> {
                if (!request.isEnded()) {
                    request.resume();
                }
            });
        }
    }

    private void begin(int code, @Nullable String contentType) {
        if (status != 0) {
            throw new IllegalStateException("an answer has begun already");
        }
        status = code;
        response.setStatusCode(code);
        if (contentType != null) {
            response.headers().set("Content-Type", contentType);
        }
        response.headers().set("Date", HttpDate.now());
    }

    private byte[] readBody() {
        if (contentLength() > MAX_BODY_BYTES) {
            throw tooLarge();
        }
        var whole = new CompletableFuture<byte[]>();
        context.runOnContext(v -> collect(whole));
        try {
            return HttpServer.await(Future.fromCompletionStage(whole), BODY_LIMIT);
        } catch (IOException e) {
            if (e.getCause() instanceof StatusException status) {
                throw status;
            }
            throw StatusException.badRequest("unexpected EOF");
        }
    }

    private void collect(CompletableFuture<byte[]> whole) {
        Buffer received = Buffer.buffer();
        request.handler(part -> {
            if (received.length() + part.length() <= MAX_BODY_BYTES) {
                received.appendBuffer(part);
            } else {
                whole.completeExceptionally(tooLarge());
            }
        });
        request.endHandler(end -> whole.complete(received.getBytes()));
        request.exceptionHandler(e -> {
            gone.complete(null);
            whole.completeExceptionally(e);
        });
        request.resume();
    }

    private long contentLength() {
        try {
            return header("Content-Length").map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static StatusException tooLarge() {
        return StatusException.requestEntityTooLarge("Request entity too large: limit is " + MAX_BODY_BYTES);
    }

    private <T> T onLoop(Supplier<Future<T>> action) throws IOException {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> {
            try {
                action.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return HttpServer.await(promise.future(), BODY_LIMIT);
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        if (request.getHeader("Content-Length") != null || request.getHeader("Transfer-Encoding") != null) {
            return true;
        }
        if (request.getHeader("Upgrade") != null) {
            return true;
        }
        String method = request.method().name();
        return request.version() == HttpVersion.HTTP_2 && !method.equals("GET") && !method.equals("HEAD");
    }

    private static String decodePath(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return "/";
        }
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return raw;
        }
    }
}
