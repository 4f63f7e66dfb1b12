package dev.navarch.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.apiserver.endpoint.Responder;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Handler;
import dev.navarch.apiserver.registry.ResourceRegistry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers GETs of {@code /api}, {@code /apis} and what is below them down to a version. Documents are kept as bytes until
 * the registry changes. A path that is not served is left to the caller.
 */
public final class DiscoveryHandler implements Handler {

    private final ResourceRegistry registry;
    private final String serverAddress;
    private volatile Snapshot snapshot;

    /** @param serverAddress host and port that clients outside the cluster reach the server by */
    public DiscoveryHandler(ResourceRegistry registry, String serverAddress) {
        this.registry = registry;
        this.serverAddress = serverAddress;
        this.snapshot = new Snapshot(-1, Map.of());
    }

    /** The documents made so far for one state of the registry, by what was asked for. */
    private record Snapshot(long version, Map<String, Optional<byte[]>> documents) {}

    @Override
    public void handle(Exchange exchange) {
        if (!answer(exchange)) {
            throw new IllegalStateException("not a path of discovery: " + exchange.path());
        }
    }

    /** Answers and is true, or leaves the exchange alone and is false when nothing of that path is served. */
    public boolean answer(Exchange exchange) {
        String path = trim(exchange.path());
        if (path.equals("/api") || path.equals("/apis")) {
            String version = aggregatedVersion(exchange.header("Accept").orElse(""));
            if (version != null) {
                exchange.addHeader("Vary", "Accept");
                aggregated(exchange, path.equals("/api"), version);
                return true;
            }
        }
        Optional<byte[]> document = document(path, () -> legacy(path));
        document.ifPresent(bytes -> Responder.sendDocument(exchange, "application/json", bytes));
        return document.isPresent();
    }

    private void aggregated(Exchange exchange, boolean core, String version) {
        byte[] bytes = document(
                        (core ? "core " : "groups ") + version,
                        () -> Optional.of(new AggregatedDocuments(ServedGroups.of(registry)).document(core, version)))
                .orElseThrow();
        String etag = "\"" + etag(bytes) + "\"";
        exchange.setHeader("ETag", etag);
        exchange.setHeader("Cache-Control", "public");
        if (etag.equals(exchange.header("If-None-Match").orElse(""))) {
            exchange.respond(304, null, new byte[0]);
            return;
        }
        Responder.sendDocument(
                exchange, "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList", bytes);
    }

    private Optional<ObjectNode> legacy(String path) {
        LegacyDocuments documents = new LegacyDocuments(ServedGroups.of(registry), serverAddress);
        String[] parts = path.substring(1).split("/", -1);
        return switch (parts.length) {
            case 1 -> Optional.of(parts[0].equals("api") ? documents.coreVersions() : documents.groups());
            case 2 ->
                parts[0].equals("api")
                        ? documents.resources(new GroupVersion("", parts[1]))
                        : documents.group(parts[1]);
            case 3 ->
                parts[0].equals("apis") && !parts[1].isEmpty()
                        ? documents.resources(new GroupVersion(parts[1], parts[2]))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<byte[]> document(String key, Supplier<Optional<ObjectNode>> make) {
        long version = registry.version();
        Snapshot current = snapshot;
        if (current.version() != version) {
            current = new Snapshot(version, new ConcurrentHashMap<>());
            snapshot = current;
        }
        Optional<byte[]> known = current.documents().get(key);
        if (known == null) {
            known = make.get().map(Json::bytes);
            if (known.isPresent()) {
                current.documents().put(key, known);
            }
        }
        return known;
    }

    /** The version of the aggregated document that is preferred over the legacy one; null for the legacy one. */
    static @Nullable String aggregatedVersion(String accept) {
        for (String clause : accept.split(",", -1)) {
            String compact = clause.replace(" ", "");
            if (compact.contains("as=APIGroupDiscoveryList") && compact.contains("g=apidiscovery.k8s.io")) {
                if (compact.contains("v=v2beta1")) {
                    return "v2beta1";
                }
                if (compact.contains("v=v2")) {
                    return "v2";
                }
            } else if (compact.startsWith("application/json") || compact.startsWith("*/*")) {
                return null;
            }
        }
        return null;
    }

    private static String etag(byte[] bytes) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    private static String trim(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
