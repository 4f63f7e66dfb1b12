package dev.navarch.apiserver.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.apiserver.registry.VirtualResource;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * {@code kubectl get componentstatuses}: whether storage, scheduler and controller manager say that they are well, the
 * latter asked at upstream's ports of this machine.
 */
public final class ComponentStatuses implements VirtualResource {

    private static final int CONTROLLER_MANAGER_PORT = 10257;
    private static final int SCHEDULER_PORT = 10259;
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int LONGEST_MESSAGE = 10 << 10;

    private final BooleanSupplier storage;

    public ComponentStatuses(BooleanSupplier storage) {
        this.storage = storage;
    }

    private record Health(boolean healthy, String message) {}

    @Override
    public List<ObjectNode> objects() {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Health> manager = executor.submit(() -> ask(CONTROLLER_MANAGER_PORT));
            Future<Health> scheduler = executor.submit(() -> ask(SCHEDULER_PORT));
            return List.of(
                    status("controller-manager", manager.get()),
                    status("etcd-0", storage()),
                    status("scheduler", scheduler.get()));
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Health storage() {
        try {
            return storage.getAsBoolean() ? new Health(true, "ok") : new Health(false, "not healthy");
        } catch (RuntimeException e) {
            return new Health(false, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode status(String name, Health health) {
        ObjectNode object = Json.object();
        object.put("kind", "ComponentStatus");
        object.put("apiVersion", "v1");
        object.putObject("metadata").put("name", name);
        ObjectNode condition = object.putArray("conditions").addObject();
        condition.put("type", "Healthy");
        condition.put("status", health.healthy() ? "True" : "False");
        condition.put("message", health.message());
        return object;
    }

    private static Health ask(int port) {
        String url = "https://127.0.0.1:" + port + "/healthz";
        try {
            var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
            connection.setSSLSocketFactory(anyCertificate().getSocketFactory());
            connection.setHostnameVerifier((_, _) -> true);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int code = connection.getResponseCode();
            if (code < 200 || code >= 400) {
                return new Health(false, "HTTP probe failed with statuscode: " + code);
            }
            try (var body = connection.getInputStream()) {
                return new Health(true, new String(body.readNBytes(LONGEST_MESSAGE), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            String reason = e instanceof java.net.ConnectException
                    ? "dial tcp 127.0.0.1:" + port + ": connect: connection refused"
                    : String.valueOf(e.getMessage());
            return new Health(false, "Get \"" + url + "\": " + reason);
        }
    }

    /** The components sign their certificates themselves, and only tell how they are. */
    private static SSLContext anyCertificate() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class AnyCertificate extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
