package dev.navarch.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.HttpDate;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
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
    private static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private static final String OLD_PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private static final String V3 = "/openapi/v3/";

    /** Part of each hash: to be changed with the form of the documents, since clients keep them by hash. */
    private static final String FORM = "described";

    private final ResourceRegistry registry;
    private final Descriptions descriptions = new Descriptions();
    private volatile Made made;

    /** The documents of one state of the registry. */
    private record Made(long version, Instant since, Map<String, SoftReference<byte[]>> documents) {}

    public OpenApiHandler(ResourceRegistry registry) {
        this.registry = registry;
        this.made = new Made(-1, Instant.EPOCH, new ConcurrentHashMap<>());
    }

    /** Answers and is true, or leaves the exchange alone and is false when there is no such document. */
    public boolean answer(Exchange exchange) {
        String path = exchange.path();
        if (path.equals("/openapi/v2")) {
            v2(exchange);
        } else if (path.equals("/openapi/v3")) {
            send(exchange, TEXT, "", document("index", this::index));
        } else if (path.startsWith(V3)) {
            v3(exchange, path.substring(V3.length()));
        } else {
            return false;
        }
        return true;
    }

    private void v3(Exchange exchange, String name) {
        Optional<GroupVersion> version = groupVersion(name);
        if (version.isEmpty() || registry.all(version.get()).isEmpty()) {
            exchange.respond(404, null, new byte[0]);
            return;
        }
        exchange.setHeader("Vary", "Accept");
        if (accepted(exchange, List.of(JSON)) == null) {
            exchange.respond(406, null, new byte[0]);
            return;
        }
        String hash = hash(version.get());
        String asked = exchange.query().get("hash");
        if (!asked.isEmpty() && !asked.equals(hash)) {
            exchange.setHeader("Location", url(name, hash));
            exchange.respond(301, null, new byte[0]);
            return;
        }
        if (!asked.isEmpty()) {
            exchange.setHeader("Cache-Control", "public, immutable");
            exchange.setHeader("Expires", HttpDate.format(Instant.now().plus(Duration.ofDays(365))));
        }
        send(exchange, JSON, hash, document(name, () -> {
            var document = new GroupVersionDocument(version.get(), registry, descriptions);
            return Json.bytes(document.make());
        }));
    }

    private void v2(Exchange exchange) {
        exchange.setHeader("Vary", "Accept");
        String type = accepted(exchange, List.of(JSON, PROTOBUF, OLD_PROTOBUF));
        if (type == null) {
            exchange.respond(406, null, new byte[0]);
        } else if (type.equals(JSON)) {
            send(exchange, JSON, hashOfAll(), document("v2", () -> Json.bytes(swagger())));
        } else {
            send(exchange, PROTOBUF, hashOfAll(), document("v2 protobuf", () -> SwaggerProtobuf.encode(swagger())));
        }
    }

    private ObjectNode swagger() {
        return new SwaggerDocument(registry, descriptions).make();
    }

    /** The first of the types that the client takes, in the order of its alternatives; null for none. */
    private static @Nullable String accepted(Exchange exchange, List<String> types) {
        String accept = exchange.header("Accept").orElse("");
        for (String clause : (accept.isEmpty() ? "*/*" : accept).split(",", -1)) {
            String range = clause.split(";", 2)[0].strip();
            for (String type : types) {
                if (range.equals(type) || range.equals("*/*") || range.equals("application/*")) {
                    return type;
                }
            }
        }
        return null;
    }

    private byte[] index() {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode paths = index.putObject("paths");
        versions().forEach((path, version) -> paths.putObject(path).put("serverRelativeURL", url(path, hash(version))));
        return Json.bytes(index);
    }

    private Map<String, GroupVersion> versions() {
        Map<String, GroupVersion> versions = new TreeMap<>();
        for (ServedResource resource : registry.all()) {
            GroupVersion version = resource.resource().groupVersion();
            versions.put((version.group().isEmpty() ? "api/" : "apis/") + version.apiVersion(), version);
        }
        return versions;
    }

    private static String url(String path, String hash) {
        return V3 + path + "?hash=" + hash;
    }

    private static Optional<GroupVersion> groupVersion(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length == 2 && parts[0].equals("api")) {
            return Optional.of(new GroupVersion("", parts[1]));
        }
        if (parts.length == 3 && parts[0].equals("apis")) {
            return Optional.of(new GroupVersion(parts[1], parts[2]));
        }
        return Optional.empty();
    }

    /** Changes whenever the document of the version may; made from what it is made of, without making it. */
    private String hash(GroupVersion version) {
        List<String> parts = new ArrayList<>();
        for (ServedResource resource : registry.all(version)) {
            parts.add(resource.resource() + " " + resource.descriptor().kind()
                    + resource.descriptor().verbs()
                    + resource.descriptor().subresources()
                    + (resource.custom() ? resource.descriptor().schema().source() : ""));
        }
        return hash(parts.stream().sorted().toList());
    }

    private String hashOfAll() {
        return new String(
                document(
                        "hash of all",
                        () -> hash(versions().values().stream().map(this::hash).toList())
                                .getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
    }

    private static String hash(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update(FORM.getBytes(StandardCharsets.UTF_8));
            parts.forEach(part -> digest.update(part.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().withUpperCase().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    private Made current() {
        Made current = made;
        if (current.version() != registry.version()) {
            current = new Made(registry.version(), Instant.now(), new ConcurrentHashMap<>());
            made = current;
        }
        return current;
    }

    private byte[] document(String key, Supplier<byte[]> make) {
        Map<String, SoftReference<byte[]>> documents = current().documents();
        SoftReference<byte[]> known = documents.get(key);
        byte @Nullable [] bytes = known == null ? null : known.get();
        if (bytes == null) {
            bytes = make.get();
            documents.put(key, new SoftReference<>(bytes));
        }
        return bytes;
    }

    private void send(Exchange exchange, String contentType, String hash, byte[] bytes) {
        String tag = "\"" + hash + "\"";
        if (!hash.isEmpty()) {
            exchange.setHeader("ETag", tag);
        }
        exchange.setHeader("Last-Modified", HttpDate.format(current().since()));
        String known = exchange.header("If-None-Match").orElse("");
        if (!hash.isEmpty() && (known.equals("*") || known.contains(tag))) {
            exchange.respond(304, null, new byte[0]);
        } else if (exchange.header("Accept-Encoding").orElse("").contains("gzip")) {
            exchange.setHeader("Content-Encoding", "gzip");
            exchange.addHeader("Vary", "Accept-Encoding");
            exchange.respond(200, contentType, compressed(bytes));
        } else {
            exchange.respond(200, contentType, bytes);
        }
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 8 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return out.toByteArray();
    }
}
