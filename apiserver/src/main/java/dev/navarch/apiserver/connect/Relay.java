package dev.navarch.apiserver.connect;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.MessageStream;
import dev.navarch.apiserver.http.ResponseStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Passes a request on to a backend and its answer back, upgraded or not. Safe for use by many threads. */
final class Relay implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int BUFFER = 32 * 1024;
    private static final int MAX_REFUSAL = 50_000;

    /** Headers that concern one connection alone, or who the user is: never passed on. */
    private static final Set<String> NOT_FORWARDED = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "content-length",
            "authorization",
            "expect",
            "http2-settings",
            "impersonate-user",
            "impersonate-group",
            "impersonate-uid");

    /** Headers by which a backend would speak for the API server. */
    private static final Set<String> CROSS_ORIGIN = Set.of(
            "access-control-allow-credentials",
            "access-control-allow-headers",
            "access-control-allow-methods",
            "access-control-allow-origin");

    private final HttpClient kubelets;
    private final HttpClient others;
    private final UpgradeRelay upgrades;

    Relay(SSLContext kubelet) {
        SSLContext anybody = BackendTls.anybody();
        this.kubelets = client(kubelet);
        this.others = client(anybody);
        this.upgrades = new UpgradeRelay(kubelet.getSocketFactory(), anybody.getSocketFactory());
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(tls)
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("relay-", 0).factory()))
                .build();
    }

    /** Answers the exchange with what the backend answers. */
    void run(Exchange exchange, Backend backend) throws IOException, InterruptedException {
        if (exchange.header("Upgrade").isPresent()) {
            upgrades.run(exchange, backend);
        } else {
            forward(exchange, backend, exchange.method());
        }
    }

    private void forward(Exchange exchange, Backend backend, String method) throws IOException, InterruptedException {
        answer(exchange, send(exchange, backend, method));
    }

    /**
     * As {@link #run}, but so that a browser stays behind the proxy: redirects and the links of pages lead through it.
     *
     * @param prefix the path of the proxy itself, in front of what the backend sees
     */
    void proxy(Exchange exchange, Backend backend, String prefix) throws IOException, InterruptedException {
        if (exchange.header("Upgrade").isPresent()) {
            upgrades.run(exchange, backend);
            return;
        }
        var links =
                new ProxiedLinks(backend.authority(), exchange.header("Host").orElse(""), prefix);
        HttpResponse<InputStream> response = send(exchange, backend, exchange.method());
        copyHeaders(exchange, response, CROSS_ORIGIN);
        Optional<String> redirect = response.headers().firstValue("Location").filter(l -> !l.isEmpty());
        if (redirect.isPresent()) {
            exchange.setHeader("Location", links.rewrite(redirect.get()));
        } else if (isPlainHtml(response)) {
            try (InputStream body = response.body()) {
                String page = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                byte[] rewritten = HtmlLinks.rewrite(page, links::rewrite).getBytes(StandardCharsets.UTF_8);
                exchange.respond(response.statusCode(), contentType(response), rewritten);
            }
            return;
        }
        stream(exchange, response);
    }

    /** Compressed pages are passed on as they are. */
    private static boolean isPlainHtml(HttpResponse<InputStream> response) {
        String type = contentType(response);
        return type != null
                && type.split(";", 2)[0].strip().equals("text/html")
                && response.headers().firstValue("Content-Encoding").isEmpty();
    }

    /**
     * Answers with what a GET of the backend gives; on a WebSocket, when the client asks for one, in messages.
     *
     * @throws StatusException with the backend's words, where it does not give what was asked for
     */
    void read(Exchange exchange, Backend backend) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = send(exchange, backend, "GET");
        if (response.statusCode() < 200 || response.statusCode() > 206) {
            try (InputStream body = response.body()) {
                throw refusal(response.statusCode(), new String(body.readNBytes(MAX_REFUSAL), StandardCharsets.UTF_8));
            }
        }
        if (!exchange.header("Upgrade").orElse("").equalsIgnoreCase("websocket")) {
            answer(exchange, response);
            return;
        }
        try (InputStream body = response.body();
                MessageStream messages = exchange.webSocket()) {
            exchange.onClientGone(() -> Thread.startVirtualThread(() -> closeQuietly(body)));
            copy(body, messages);
        }
    }

    private static StatusException refusal(int code, String text) {
        return switch (code) {
            case 400 -> StatusException.badRequest(text);
            case 404 -> StatusException.of(404, "NotFound", "the server could not find the requested resource");
            case 500 -> StatusException.internal(text);
            case 503 -> StatusException.serviceUnavailable(text);
            default ->
                StatusException.of(
                        code,
                        "",
                        "the server responded with the status code " + code + " but did not return more information");
        };
    }

    private HttpResponse<InputStream> send(Exchange exchange, Backend backend, String method)
            throws InterruptedException {
        HttpRequest request = request(exchange, backend, method);
        HttpClient client = backend.kubelet() ? kubelets : others;
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(backend, e);
        }
    }

    static StatusException unreachable(Backend backend, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return StatusException.serviceUnavailable(
                "error trying to reach service: dial tcp " + backend.authority() + ": " + reason);
    }

    private static HttpRequest request(Exchange exchange, Backend backend, String method) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(backend.uri());
        boolean bodyless = method.equals("GET") || method.equals("HEAD");
        builder.method(method, bodyless ? BodyPublishers.noBody() : BodyPublishers.ofInputStream(exchange::bodyStream));
        for (Map.Entry<String, List<String>> header : exchange.headers().entrySet()) {
            if (isForwarded(header.getKey()) && !isHandshake(header.getKey())) {
                header.getValue().forEach(value -> builder.header(header.getKey(), value));
            }
        }
        builder.setHeader("X-Forwarded-For", exchange.remoteAddress());
        builder.setHeader("X-Forwarded-Proto", "https");
        exchange.header("Host").ifPresent(host -> builder.setHeader("X-Forwarded-Host", host));
        builder.setHeader("X-Forwarded-Uri", exchange.path());
        return builder.build();
    }

    static boolean isForwarded(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return !NOT_FORWARDED.contains(name) && !name.startsWith("impersonate-extra-") && !name.startsWith(":");
    }

    private static boolean isHandshake(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("sec-websocket-");
    }

    private static void answer(Exchange exchange, HttpResponse<InputStream> response) throws IOException {
        copyHeaders(exchange, response, Set.of());
        stream(exchange, response);
    }

    private static void copyHeaders(Exchange exchange, HttpResponse<InputStream> response, Set<String> dropped) {
        response.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean own = lower.equals("content-type") || lower.equals("date");
            if (isForwarded(name) && !own && !dropped.contains(lower)) {
                values.forEach(value -> exchange.addHeader(name, value));
            }
        });
    }

    private static @Nullable String contentType(HttpResponse<InputStream> response) {
        return response.headers().firstValue("Content-Type").orElse(null);
    }

    private static void stream(Exchange exchange, HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            exchange.onClientGone(() -> Thread.startVirtualThread(() -> closeQuietly(body)));
            ResponseStream stream = exchange.respondStreaming(response.statusCode(), contentType(response));
            stream.flushHead();
            copy(body, stream);
        }
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException alreadyBroken) {
            return;
        }
    }

    private static void copy(InputStream body, ResponseStream stream) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                stream.write(Arrays.copyOf(buffer, count));
            }
            stream.close();
        } catch (IOException e) {
            stream.abort();
            throw e;
        }
    }

    private static void copy(InputStream body, MessageStream messages) throws IOException {
        boolean text = messages.protocol().equals(Optional.of(MessageStream.BASE64_PROTOCOL));
        byte[] buffer = new byte[BUFFER];
        // An empty message comes first: it tells the client that the stream stands, before there is anything to say.
        for (int count = 0; count >= 0; count = body.read(buffer)) {
            byte[] part = Arrays.copyOf(buffer, count);
            if (text) {
                messages.writeText(Base64.getEncoder().encode(part));
            } else {
                messages.writeBinary(part);
            }
        }
    }

    @Override
    public void close() {
        kubelets.shutdownNow();
        others.shutdownNow();
    }
}
