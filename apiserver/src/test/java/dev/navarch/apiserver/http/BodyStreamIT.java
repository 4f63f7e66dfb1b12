package dev.navarch.apiserver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.navarch.apiserver.pki.ClusterPki;
import dev.navarch.apiserver.pki.Pem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are read while they arrive, as proxies do. */
class BodyStreamIT {

    private static final int REQUESTS = 60;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200_000})
    @Timeout(60)
    void a_body_comes_whole_and_ends(int length) throws IOException, GeneralSecurityException, InterruptedException {
        ClusterPki pki = ClusterPki.open(directory);
        pki.serving("server", "server", List.of("127.0.0.1"));
        var options = new ListenOptions("127.0.0.1", 0, pki.file("server.crt"), pki.file("server.key"), List.of());
        try (HttpServer server = HttpServer.start(options, BodyStreamIT::count);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(trusting(pki.file("ca.crt")))
                        .build()) {
            URI uri = URI.create("https://127.0.0.1:" + server.port() + "/");
            for (HttpClient.Version version : HttpClient.Version.values()) {
                for (int i = 0; i < REQUESTS; i++) {
                    HttpRequest request = HttpRequest.newBuilder(uri)
                            .version(version)
                            .timeout(Duration.ofSeconds(10))
                            .method(i % 2 == 0 ? "PATCH" : "OPTIONS", BodyPublishers.ofByteArray(new byte[length]))
                            .build();
                    String answer =
                            client.send(request, BodyHandlers.ofString()).body();
                    assertEquals(String.valueOf(length), answer, version + " request " + i);
                }
            }
        }
    }

    private static void count(Exchange exchange) throws IOException {
        int length = exchange.bodyStream().readAllBytes().length;
        exchange.respond(200, "text/plain", String.valueOf(length).getBytes(StandardCharsets.UTF_8));
    }

    private static SSLContext trusting(Path authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate certificate : Pem.readCertificates(authority)) {
            store.setCertificateEntry("ca", certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
