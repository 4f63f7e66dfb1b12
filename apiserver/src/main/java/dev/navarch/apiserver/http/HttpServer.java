package dev.navarch.apiserver.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS server for HTTP/1.1 and HTTP/2. A few event loops do the wire; each request runs on a virtual thread of its own.
 */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int EVENT_LOOPS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    private static final int ANY_PORT = -1;
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final ExecutorService requests;
    private final List<io.vertx.core.http.HttpServer> listeners = new ArrayList<>();
    private final int port;

    private HttpServer(ListenOptions options, Handler handler) throws IOException {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        requests = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory());
        try {
            // Listeners on one port share it, each with an event loop of its own; Vert.x chooses one port for all of
            // them where the number is negative, and one for each where it is 0.
            int wanted = options.port() == 0 ? ANY_PORT : options.port();
            for (int i = 0; i < EVENT_LOOPS; i++) {
                listen(options, wanted, handler);
            }
            port = listeners.getFirst().actualPort();
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Returns when the port accepts connections.
     *
     * @throws IOException when the port cannot be had or key and certificate cannot be used
     */
    public static HttpServer start(ListenOptions options, Handler handler) throws IOException {
        return new HttpServer(options, handler);
    }

    /** The port that is listened on, the chosen one where 0 was asked for. */
    public int port() {
        return port;
    }

    /** Takes no new connections, lets running requests end within the limit, then closes all. */
    public void shutdown(Duration limit) {
        var ends = listeners.stream()
                .map(listener -> listener.shutdown(limit.toMillis(), TimeUnit.MILLISECONDS))
                .toList();
        try {
            await(Future.join(ends), limit.plusSeconds(1));
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("listeners did not end in time");
        }
        close();
    }

    @Override
    public void close() {
        requests.shutdownNow();
        try {
            await(vertx.close(), Duration.ofSeconds(5));
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("event loops did not end in time");
        }
    }

    private void listen(ListenOptions options, int port, Handler handler) throws IOException {
        var keeper = new AtomicReference<ConnectionKeeper>();
        var listener = vertx.createHttpServer(settings(options))
                .connectionHandler(connection -> keeper(keeper).opened(connection))
                .requestHandler(request -> accept(request, handler, keeper(keeper)))
                .exceptionHandler(e -> LOG.atDebug().setCause(e).log("connection failed"))
                .invalidRequestHandler(HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER);
        await(listener.listen(port, options.address()), START_LIMIT);
        listeners.add(listener);
    }

    /** Made by the listener's event loop when its first connection comes, so that all of it happens there. */
    private ConnectionKeeper keeper(AtomicReference<ConnectionKeeper> known) {
        ConnectionKeeper keeper = known.get();
        if (keeper == null) {
            keeper = new ConnectionKeeper(vertx);
            known.set(keeper);
        }
        return keeper;
    }

    private static HttpServerOptions settings(ListenOptions options) throws IOException {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_0))
                .setKeyCertOptions(KeyCertOptions.wrap(ServerKey.read(options.certificate(), options.key())))
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(new AnyClientCertificate(options.clientAuthorities())))
                .setSslHandshakeTimeout(10)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(1000)
                        .setInitialWindowSize(256 * 1024)
                        .setMaxHeaderListSize(1024 * 1024))
                .setHttp2ConnectionWindowSize(1024 * 1024)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(1024 * 1024)
                .setMaxHeaderSize(1024 * 1024)
                .setWebSocketSubProtocols(MessageStream.PROTOCOLS)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setAcceptBacklog(1024);
    }

    private void accept(HttpServerRequest request, Handler handler, ConnectionKeeper keeper) {
        ConnectionKeeper.Use use = keeper.asked(request);
        var exchange = new VertxExchange(request);
        requests.execute(() -> {
            try {
                serve(exchange, handler);
            } finally {
                use.ended();
            }
        });
    }

    private static void serve(VertxExchange exchange, Handler handler) {
        try {
            handler.handle(exchange);
        } catch (Exception | StackOverflowError | AssertionError e) {
            if (!exchange.isClientGone()) {
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("method", exchange.method())
                        .addKeyValue("path", exchange.path())
                        .log("request was not handled");
            }
            exchange.fail();
        } finally {
            exchange.finish();
        }
    }

    static <T> T await(Future<T> future, Duration limit) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no progress within " + limit.toSeconds() + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
