package dev.navarch.crds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Requests of a client that may do everything. */
final class HttpsRequests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient client;
    private final String url;

    private HttpsRequests(HttpClient client, String url) {
        this.client = client;
        this.url = url;
    }

    record Answer(int status, String text) {

        ObjectNode body() {
            return (ObjectNode) Json.parse(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static HttpsRequests of(CustomResourceServer server) throws Exception {
        char[] none = new char[0];
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, none);
        keys.setKeyEntry(
                "client", key(server.clientKey()), none, new Certificate[] {certificate(server.clientCertificate())});
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, none);
        trusted.setCertificateEntry("ca", certificate(server.ca()));
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, none);
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return new HttpsRequests(
                HttpClient.newBuilder()
                        .sslContext(context)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build(),
                server.url());
    }

    /** JSON that was written with single quotes. */
    static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    Answer get(String path) throws Exception {
        return get(path, "application/json");
    }

    Answer get(String path, String accept) throws Exception {
        return send(request(path).header("Accept", accept).GET());
    }

    Answer post(String path, ObjectNode body) throws Exception {
        return send(request(path).POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    Answer put(String path, ObjectNode body) throws Exception {
        return send(request(path).PUT(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    Answer patch(String path, String type, String patch) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LIMIT)
                .header("Content-Type", type)
                .method("PATCH", BodyPublishers.ofString(patch.replace('\'', '"'))));
    }

    Answer delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).header("Content-Type", "application/json");
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        var response = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    private static Certificate certificate(String pem) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static PrivateKey key(String pem) throws Exception {
        try (var parser = new PEMParser(new java.io.StringReader(pem))) {
            Object parsed = parser.readObject();
            var converter = new JcaPEMKeyConverter();
            return parsed instanceof PEMKeyPair pair
                    ? converter.getPrivateKey(pair.getPrivateKeyInfo())
                    : converter.getPrivateKey((PrivateKeyInfo) parsed);
        }
    }
}
