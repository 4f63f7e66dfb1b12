package dev.navarch.proxy.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.navarch.proxy.service.Endpoint;
import dev.navarch.proxy.service.ServiceMap;
import dev.navarch.proxy.service.ServicePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server for {@code /healthz} of the proxy, and one on each health check node port that tells how many endpoints of
 * its service run here: 200 when there are some, 503 when not. One thread at a time calls {@link #apply}.
 */
public final class HealthServers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HealthServers.class);

    private final Map<Integer, HttpServer> servers = new HashMap<>();
    private volatile Map<Integer, LocalEndpoints> local = Map.of();
    private volatile Instant lastSync = Instant.EPOCH;

    /** How many endpoints of a service run on this node. */
    private record LocalEndpoints(String namespace, String service, int count) {}

    /** @param healthzPort where the proxy's own health is served, on 127.0.0.1; 0 for nowhere */
    public HealthServers(int healthzPort) {
        if (healthzPort != 0) {
            open(new InetSocketAddress(InetAddress.getLoopbackAddress(), healthzPort), this::healthz);
        }
    }

    /** Serves what the map says from now on. */
    public void apply(ServiceMap map) {
        lastSync = Instant.now();
        Map<Integer, Set<String>> addresses = new HashMap<>();
        Map<Integer, ServicePort> services = new HashMap<>();
        for (ServicePort port : map.ports().values()) {
            if (port.healthCheckNodePort() != 0) {
                services.put(port.healthCheckNodePort(), port);
                Set<String> set = addresses.computeIfAbsent(port.healthCheckNodePort(), p -> new HashSet<>());
                port.endpoints().stream()
                        .filter(e -> e.isLocal() && e.isReady())
                        .map(Endpoint::address)
                        .forEach(set::add);
            }
        }
        Map<Integer, LocalEndpoints> now = new HashMap<>();
        services.forEach((number, port) -> now.put(
                number,
                new LocalEndpoints(
                        port.name().namespace(),
                        port.name().service(),
                        addresses.getOrDefault(number, Set.of()).size())));
        local = Map.copyOf(now);
        servers.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey() != 0 && !now.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().stop(0);
            }
            return gone;
        });
        for (int number : now.keySet()) {
            if (!servers.containsKey(number)) {
                open(new InetSocketAddress(number), exchange -> answer(exchange, number));
            }
        }
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void open(InetSocketAddress address, Answer answer) {
        try {
            HttpServer server = HttpServer.create(address, 16);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", answer::to);
            server.start();
            servers.put(address.getAddress().isLoopbackAddress() ? 0 : address.getPort(), server);
        } catch (IOException e) {
            log.warn("cannot serve health checks at {}: {}", address, e.getMessage());
        }
    }

    private void healthz(HttpExchange exchange) throws IOException {
        boolean synced = lastSync.isAfter(Instant.EPOCH);
        respond(
                exchange,
                synced ? 200 : 503,
                "{\"lastUpdated\": \"" + lastSync + "\",\"currentTime\": \"" + Instant.now() + "\"}");
    }

    private void answer(HttpExchange exchange, int number) throws IOException {
        LocalEndpoints endpoints = local.get(number);
        if (endpoints == null) {
            respond(exchange, 404, "");
            return;
        }
        respond(
                exchange,
                endpoints.count() > 0 ? 200 : 503,
                "{\"service\": {\"namespace\": \"" + endpoints.namespace() + "\",\"name\": \"" + endpoints.service()
                        + "\"},\"localEndpoints\": " + endpoints.count() + ",\"serviceProxyHealthy\": true}");
    }

    private static void respond(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        servers.values().forEach(server -> server.stop(0));
        servers.clear();
    }
}
