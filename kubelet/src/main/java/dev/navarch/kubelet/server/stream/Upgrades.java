package dev.navarch.kubelet.server.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Turns a request into a stream by what its Upgrade header asks for. */
public final class Upgrades {
    /** What a server offers to WebSocket clients. */
    public static final List<String> WEB_SOCKET_PROTOCOLS =
            List.of("v5.channel.k8s.io", "v4.channel.k8s.io", "channel.k8s.io", "SPDY/3.1+portforward.k8s.io");

    private static final List<String> COMMAND_PROTOCOLS =
            List.of("v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io");
    private static final String PROTOCOL_HEADER = "X-Stream-Protocol-Version";
    private static final long SECONDS = 30;

    private final HttpServerRequest request;
    private final Context context;

    /** The request must be paused, and its context that of its event loop. */
    public Upgrades(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
    }

    /** Asks for something that is served here. */
    public boolean possible() {
        return wantsWebSocket() || wantsSpdy();
    }

    private String upgrade() {
        String header = request.getHeader("Upgrade");
        return header == null ? "" : header.toLowerCase(Locale.ROOT);
    }

    private boolean wantsWebSocket() {
        return upgrade().equals("websocket");
    }

    private boolean wantsSpdy() {
        return upgrade().startsWith("spdy/3.1");
    }

    public CommandStreams command(CommandStreams.Wanted wanted) throws IOException {
        if (wantsWebSocket()) {
            return new WebSocketCommand(webSocket(), wanted);
        }
        String protocol = chosen(COMMAND_PROTOCOLS).orElse("");
        return new SpdyCommand(spdy(protocol), wanted, protocol);
    }

    /** Serves a port-forward to its end; the ports, as the URL names them, are for the older WebSocket protocol. */
    public void portForward(PortForward.Dialer dialer, String pod, List<Integer> ports)
            throws IOException, InterruptedException {
        PortForward forward = new PortForward(dialer, pod);
        if (!wantsWebSocket()) {
            forward.serve(spdy(chosen(List.of("portforward.k8s.io")).orElse("")));
            return;
        }
        ServerWebSocket socket = webSocket();
        if (String.valueOf(socket.subProtocol()).startsWith("SPDY/3.1")) {
            forward.serve(Transport.of(socket));
        } else {
            new WebSocketPortForward(socket, dialer, ports).serve();
        }
    }

    /** The first of ours that the client knows, too. */
    private Optional<String> chosen(List<String> offered) {
        List<String> wanted = request.headers().getAll(PROTOCOL_HEADER).stream()
                .flatMap(h -> List.of(h.split(",", -1)).stream())
                .map(String::strip)
                .toList();
        return offered.stream().filter(wanted::contains).findFirst();
    }

    private Transport spdy(String protocol) throws IOException {
        NetSocket socket = onContext(() -> {
            request.response().putHeader("Connection", "Upgrade").putHeader("Upgrade", "SPDY/3.1");
            if (!protocol.isEmpty()) {
                request.response().putHeader(PROTOCOL_HEADER, protocol);
            }
            return request.toNetSocket().onSuccess(NetSocket::pause);
        });
        return Transport.of(socket);
    }

    private ServerWebSocket webSocket() throws IOException {
        return onContext(() -> request.toWebSocket().onSuccess(ServerWebSocket::pause));
    }

    private <T> T onContext(Supplier<Future<T>> action) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(v -> action.get().onSuccess(result::complete).onFailure(result::completeExceptionally));
        try {
            return result.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("unable to upgrade: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
