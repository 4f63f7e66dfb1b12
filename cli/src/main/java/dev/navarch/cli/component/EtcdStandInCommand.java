package dev.navarch.cli.component;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.navarch.cli.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * {@code navarch etcd-stand-in}: what test environments wait for when they have started etcd. It answers that it is
 * healthy and keeps nothing: the API server beside it, started by the same environment, keeps its objects in memory.
 */
@Command(
        name = "etcd-stand-in",
        hidden = true,
        description = "Answer /health under etcd's flag names; for test environments.")
public final class EtcdStandInCommand implements Callable<Integer> {

    private static final byte[] HEALTHY = "{\"health\":\"true\",\"reason\":\"\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VERSION =
            "{\"etcdserver\":\"3.6.8\",\"etcdcluster\":\"3.6.0\"}".getBytes(StandardCharsets.UTF_8);

    @Option(names = "--listen-client-urls", split = ",", defaultValue = "http://localhost:2379")
    private List<URI> clientUrls = List.of();

    @Option(
            names = {"--advertise-client-urls", "--listen-peer-urls", "--data-dir", "--unsafe-no-fsync", "--name"},
            arity = "0..1",
            description = "Taken and not used.")
    private List<String> unused = List.of();

    @Unmatched
    private List<String> unusedOthers = List.of();

    @Override
    public Integer call() {
        HttpServer server = listen(clientUrls.getFirst());
        server.createContext("/health", exchange -> answer(exchange, HEALTHY));
        server.createContext("/version", exchange -> answer(exchange, VERSION));
        server.start();
        return Served.untilStopped("etcd-stand-in", () -> server.stop(0));
    }

    private static HttpServer listen(URI url) {
        try {
            return HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
        } catch (IOException e) {
            throw new CommandException("cannot listen on " + url + ": " + e.getMessage(), e);
        }
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
