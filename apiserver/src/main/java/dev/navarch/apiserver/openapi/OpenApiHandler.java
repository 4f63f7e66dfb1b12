package dev.navarch.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Answers {@code /openapi/v3}, what is below it, and {@code /openapi/v2}. Documents may be dropped when memory is short. */
public final class OpenApiHandler {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final List<String> V2_TYPES = List.of("application/json", "*/*", "application/*");

    private final ResourceRegistry registry;
    private volatile Made made;

    /** The documents of one state of the registry. */
    private record Made(long version, Map<String, SoftReference<byte[]>> documents) {}

    public OpenApiHandler(ResourceRegistry registry) {
        this.registry = registry;
        this.made = new Made(-1, new ConcurrentHashMap<>());
    }

    /** Answers and is true, or leaves the exchange alone and is false when there is no such document. */
    public boolean answer(Exchange exchange) {
        String path = exchange.path();
        if (path.equals("/openapi/v2")) {
            v2(exchange);
            return true;
        }
        if (path.equals("/openapi/v3") || path.equals("/openapi/v3/")) {
            send(exchange, TEXT, document("index", this::index));
            return true;
        }
        Optional<GroupVersion> version = groupVersion(path);
        if (version.isEmpty() || registry.all(version.get()).isEmpty()) {
            return false;
        }
        exchange.setHeader("ETag", "\"" + hash(version.get()) + "\"");
        exchange.setHeader("Vary", "Accept");
        if (exchange.query().has("hash")) {
            exchange.setHeader("Cache-Control", "public, immutable");
        }
        send(
                exchange,
                JSON,
                document(path, () -> Json.bytes(new GroupVersionDocument(version.get(), registry).make())));
        return true;
    }

    private void v2(Exchange exchange) {
        exchange.setHeader("Vary", "Accept");
        String accept = exchange.header("Accept").orElse("");
        boolean json = accept.isEmpty();
        for (String clause : accept.split(",", -1)) {
            json |= V2_TYPES.contains(clause.split(";", 2)[0].strip());
        }
        if (!json) {
            throw StatusException.notAcceptable("only the following media types are accepted: application/json");
        }
        send(exchange, JSON, document("v2", () -> Json.bytes(new SwaggerDocument(registry).make())));
    }

    private byte[] index() {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode paths = index.putObject("paths");
        Map<String, GroupVersion> versions = new TreeMap<>();
        for (ServedResource resource : registry.all()) {
            GroupVersion version = resource.resource().groupVersion();
            versions.put((version.group().isEmpty() ? "api/" : "apis/") + version.apiVersion(), version);
        }
        versions.forEach((path, version) ->
                paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash(version)));
        return Json.bytes(index);
    }

    private static Optional<GroupVersion> groupVersion(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length == 5 && parts[3].equals("api")) {
            return Optional.of(new GroupVersion("", parts[4]));
        }
        if (parts.length == 6 && parts[3].equals("apis")) {
            return Optional.of(new GroupVersion(parts[4], parts[5]));
        }
        return Optional.empty();
    }

    /** Changes whenever the document of the version may; made from what it is made of, without making it. */
    private String hash(GroupVersion version) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<String> parts = new ArrayList<>();
            for (ServedResource resource : registry.all(version)) {
                parts.add(resource.resource() + " " + resource.descriptor().kind()
                        + resource.descriptor().verbs()
                        + resource.descriptor().subresources()
                        + (resource.custom() ? resource.descriptor().schema().source() : ""));
            }
            parts.stream().sorted().forEach(part -> digest.update(part.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().withUpperCase().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private byte[] document(String key, Supplier<byte[]> make) {
        Made current = made;
        if (current.version() != registry.version()) {
            current = new Made(registry.version(), new ConcurrentHashMap<>());
            made = current;
        }
        SoftReference<byte[]> known = current.documents().get(key);
        byte @Nullable [] bytes = known == null ? null : known.get();
        if (bytes == null) {
            bytes = make.get();
            current.documents().put(key, new SoftReference<>(bytes));
        }
        return bytes;
    }

    private static void send(Exchange exchange, String contentType, byte[] bytes) {
        if (exchange.header("Accept-Encoding").orElse("").contains("gzip")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 8 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
            } catch (IOException e) {
                throw new IllegalStateException("memory does not fail to be written", e);
            }
            exchange.setHeader("Content-Encoding", "gzip");
            exchange.respond(200, contentType, out.toByteArray());
        } else {
            exchange.respond(200, contentType, bytes);
        }
    }
}
