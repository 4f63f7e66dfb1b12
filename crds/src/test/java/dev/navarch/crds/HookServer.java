package dev.navarch.crds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.navarch.api.json.Json;
import dev.navarch.apiserver.pki.CertificateAuthority;
import dev.navarch.apiserver.pki.KeyAndCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server of webhooks: one a path, each given the request of a review and the response that it fills. */
final class HookServer implements AutoCloseable {

    private final CertificateAuthority authority = CertificateAuthority.create("hooks");
    private final Map<String, BiConsumer<ObjectNode, ObjectNode>> hooks = new ConcurrentHashMap<>();
    private final HttpsServer server;

    HookServer() throws Exception {
        KeyAndCertificate serving = authority.issueServing("hooks", List.of("127.0.0.1", "localhost"));
        char[] none = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("serving", serving.key(), none, serving.certificates().toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, none);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    void on(String path, BiConsumer<ObjectNode, ObjectNode> hook) {
        hooks.put(path, hook);
    }

    String url(String path) {
        return "https://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    String caBundle() {
        return base64(authority.certificatePem());
    }

    /** A JSON patch as responses carry it. */
    static void patch(ObjectNode response, String patch) {
        response.put("patchType", "JSONPatch");
        response.put("patch", base64(patch.replace('\'', '"')));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            BiConsumer<ObjectNode, ObjectNode> hook =
                    hooks.get(exchange.getRequestURI().getPath());
            if (hook == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var review = (ObjectNode) Json.parse(exchange.getRequestBody().readAllBytes());
            var request = (ObjectNode) review.remove("request");
            ObjectNode response = review.putObject("response");
            response.set("uid", request.get("uid"));
            if (request.has("operation")) {
                response.put("allowed", true);
            }
            hook.accept(request, response);
            byte[] bytes = Json.bytes(review);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
