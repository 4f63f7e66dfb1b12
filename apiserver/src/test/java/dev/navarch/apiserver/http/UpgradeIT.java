package dev.navarch.apiserver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.apiserver.pki.ClusterPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that become plain bytes both ways: SPDY clients ask for it with POST, others with GET. */
class UpgradeIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @Timeout(30)
    void an_upgraded_connection_carries_bytes_both_ways(String method) throws IOException, GeneralSecurityException {
        ClusterPki pki = ClusterPki.open(directory);
        pki.serving("server", "server", List.of("127.0.0.1"));
        var options = new ListenOptions("127.0.0.1", 0, pki.file("server.crt"), pki.file("server.key"), List.of());
        try (HttpServer server = HttpServer.start(options, UpgradeIT::echo);
                Socket socket = connect(server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((method + " /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                            + (method.equals("POST") ? "Content-Length: 0\r\n" : "") + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertEquals("HTTP/1.1 101 Switching Protocols", in.readLine());
            boolean upgrade = false;
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                upgrade |= line.equalsIgnoreCase("Upgrade: SPDY/3.1");
            }
            assertTrue(upgrade, "the answer names the protocol");
            assertEquals(method, in.readLine());
            out.write("over and back\n".getBytes(StandardCharsets.UTF_8));
            assertEquals("over and back", in.readLine());
        }
    }

    /** Tells the method, then sends back what comes. */
    private static void echo(Exchange exchange) throws IOException {
        try (DuplexStream stream = exchange.upgrade(Map.of("Connection", "Upgrade", "Upgrade", "SPDY/3.1"))) {
            stream.output().write((exchange.method() + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[64];
            for (int n = stream.input().read(buffer); n >= 0; n = stream.input().read(buffer)) {
                stream.output().write(buffer, 0, n);
            }
        }
    }

    private static Socket connect(int port) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyServer()}, null);
        return context.getSocketFactory().createSocket("127.0.0.1", port);
    }

    private static final class AnyServer implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
