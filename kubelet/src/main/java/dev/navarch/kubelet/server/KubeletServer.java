package dev.navarch.kubelet.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.kubelet.pod.PodWorkers;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.SandboxStatus;
import dev.navarch.kubelet.server.stream.Upgrades;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPS server of port 10250: who may use it, and what lies where. */
public final class KubeletServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KubeletServer.class);
    private static final int MAX_FRAME = 16 * 1024 * 1024;
    private static final long SECONDS = 10;

    private final HttpServer server;
    private final Authentication authentication;
    private final Authorization authorization;
    private final PodAccess pods;
    private final CommandHandler commands;
    private final LogHandler logs;
    private final StatsHandler stats;
    private final KubernetesSerialization json = new KubernetesSerialization();

    /** How to listen and whom to trust. */
    public record Settings(
            String nodeName,
            String nodeIp,
            String address,
            int port,
            Optional<Path> certificate,
            Optional<Path> key,
            Optional<Path> clientCa,
            Path certificateDirectory,
            boolean anonymous,
            boolean alwaysAllow) {}

    private KubeletServer(
            Vertx vertx, KubernetesClient client, PodWorkers workers, ContainerRuntime runtime, Settings settings)
            throws IOException {
        this.authentication = new Authentication(client, settings.anonymous);
        this.authorization = new Authorization(client, settings.nodeName, settings.alwaysAllow);
        this.pods = new PodAccess(workers, runtime);
        this.commands = new CommandHandler(pods);
        this.logs = new LogHandler(pods, workers::containerStatuses);
        this.stats = new StatsHandler(pods, workers, settings.nodeName);
        this.server = vertx.createHttpServer(options(settings));
        server.requestHandler(request -> accept(request, vertx.getOrCreateContext()));
        try {
            server.listen(settings.port, settings.address)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "cannot listen on " + settings.address + ":" + settings.port + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Listens, or says why it cannot. */
    public static KubeletServer start(
            Vertx vertx, KubernetesClient client, PodWorkers workers, ContainerRuntime runtime, Settings settings)
            throws IOException {
        return new KubeletServer(vertx, client, workers, runtime, settings);
    }

    public int port() {
        return server.actualPort();
    }

    private static HttpServerOptions options(Settings settings) throws IOException {
        Path certificate;
        Path key;
        if (settings.certificate.isPresent() && settings.key.isPresent()) {
            certificate = settings.certificate.get();
            key = settings.key.get();
        } else {
            ServingCertificate own =
                    ServingCertificate.in(settings.certificateDirectory, settings.nodeName, settings.nodeIp);
            certificate = own.certificate();
            key = own.key();
        }
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.toString())
                        .setKeyPath(key.toString()))
                .setWebSocketSubProtocols(Upgrades.WEB_SOCKET_PROTOCOLS)
                .setMaxWebSocketFrameSize(MAX_FRAME)
                .setMaxWebSocketMessageSize(4 * MAX_FRAME)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        settings.clientCa.ifPresent(ca -> options.setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
        return options;
    }

    private void accept(HttpServerRequest request, Context context) {
        Exchange exchange = new Exchange(request, context);
        request.pause();
        Thread.ofVirtual()
                .name("kubelet-api-" + exchange.method() + " " + exchange.path())
                .start(() -> serve(exchange));
    }

    private void serve(Exchange exchange) {
        try {
            try {
                RequestUser user = authentication.user(exchange);
                authorization.check(user, exchange.method(), exchange.path());
                route(exchange);
            } catch (HttpError e) {
                exchange.answer(e.status(), "text/plain; charset=utf-8", e.text() + "\n");
            } catch (RuntimeException e) {
                log.atError().addKeyValue("path", exchange.path()).setCause(e).log("request failed");
                exchange.answer(500, "text/plain; charset=utf-8", "Internal Server Error\n");
            }
        } catch (IOException e) {
            log.atDebug().addKeyValue("path", exchange.path()).setCause(e).log("the client is gone");
            exchange.abort();
        } catch (InterruptedException e) {
            exchange.abort();
        }
    }

    private void route(Exchange exchange) throws HttpError, IOException, InterruptedException {
        String first = exchange.path().split("/", -1)[1];
        switch (first) {
            case "healthz" -> exchange.answer(200, "text/plain; charset=utf-8", "ok");
            case "pods" -> exchange.answer(200, "application/json", list(pods.pods()));
            case "runningpods" -> exchange.answer(200, "application/json", list(running()));
            case "containerLogs" -> logs.serve(exchange);
            case "exec" -> commands.exec(exchange);
            case "attach" -> commands.attach(exchange);
            case "run" -> commands.run(exchange);
            case "portForward" -> portForward(exchange);
            case "stats" ->
                exchange.answer(200, "application/json", stats.summary(exchange.flag("only_cpu_and_memory")));
            case "metrics" ->
                exchange.answer(200, "text/plain; version=0.0.4; charset=utf-8", stats.metrics(exchange.segments()));
            case "configz" -> exchange.answer(200, "application/json", configz());
            default -> throw new HttpError(404, "404 page not found");
        }
    }

    private String list(List<Pod> items) {
        return json.asJson(new PodListBuilder().withItems(items).build());
    }

    private List<Pod> running() throws HttpError {
        List<Pod> running = new java.util.ArrayList<>();
        for (Pod pod : pods.pods()) {
            if (!pods.status(pod).running().isEmpty()) {
                running.add(pod);
            }
        }
        return running;
    }

    private void portForward(Exchange exchange) throws HttpError, IOException, InterruptedException {
        Pod pod = pods.pod(exchange.segments());
        SandboxStatus sandbox = pods.sandbox(pod);
        if (!exchange.upgrades().possible()) {
            throw new HttpError(400, "unable to upgrade: missing upgrade headers in request");
        }
        exchange.upgrades()
                .portForward(port -> dial(sandbox, port), pod.getMetadata().getName(), ports(exchange));
    }

    private static List<Integer> ports(Exchange exchange) throws HttpError {
        try {
            List<String> named = new java.util.ArrayList<>(exchange.parameters("port"));
            named.addAll(exchange.parameters("ports"));
            return named.stream()
                    .flatMap(p -> Arrays.stream(p.split(",", -1)))
                    .map(Integer::parseInt)
                    .toList();
        } catch (NumberFormatException e) {
            throw new HttpError(400, "query parameter \"port\" must be a number");
        }
    }

    private java.nio.channels.ByteChannel dial(SandboxStatus sandbox, int port) throws IOException {
        try {
            return pods.runtime().connect(sandbox.id(), port);
        } catch (ContainerRuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String configz() {
        ObjectNode config = new ObjectMapper().createObjectNode();
        ObjectNode kubelet = config.putObject("kubeletconfig");
        kubelet.put("enableServer", true).put("kind", "KubeletConfiguration");
        kubelet.put("apiVersion", "kubelet.config.k8s.io/v1beta1");
        return config.toString();
    }

    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.atDebug().setCause(e).log("server closed late");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
