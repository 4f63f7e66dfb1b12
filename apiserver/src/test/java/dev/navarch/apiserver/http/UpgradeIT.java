package dev.navarch.apiserver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.apiserver.pki.ClusterPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that become plain bytes both ways: SPDY clients ask for it with POST, others with GET. */
class UpgradeIT {

    private static final int MUCH = 300_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @Timeout(30)
    void an_upgraded_connection_carries_bytes_both_ways(String method) throws IOException, GeneralSecurityException {
        try (HttpServer server = start();
                Socket socket = connect(server.port())) {
            BufferedReader in = upgrade(socket, method);
            assertEquals(method, in.readLine());
            write(socket, "over and back\n");
            assertEquals("over and back", in.readLine());
        }
    }

    @Test
    @Timeout(60)
    void what_comes_right_after_the_answer_is_not_lost() throws IOException, GeneralSecurityException {
        try (HttpServer server = start()) {
            for (int i = 0; i < 200; i++) {
                try (Socket socket = connect(server.port())) {
                    socket.setSoTimeout(5_000);
                    BufferedReader in = upgrade(socket, "POST");
                    write(socket, "at once\n");
                    assertEquals("POST", in.readLine());
                    assertEquals("at once", in.readLine(), "connection " + i);
                }
            }
        }
    }

    @Test
    @Timeout(60)
    void what_was_written_before_the_end_arrives() throws IOException, GeneralSecurityException, InterruptedException {
        try (HttpServer server = start()) {
            for (int i = 0; i < 30; i++) {
                try (Socket socket = connect(server.port())) {
                    socket.setSoTimeout(10_000);
                    BufferedReader in = upgrade(socket, "GET");
                    assertEquals("GET", in.readLine());
                    write(socket, "much");
                    Thread.sleep(i % 3 * 50L);
                    long count = 0;
                    for (int c = in.read(); c >= 0; c = in.read()) {
                        count++;
                    }
                    assertEquals(MUCH, count, "connection " + i);
                }
            }
        }
    }

    private HttpServer start() throws IOException {
        ClusterPki pki = ClusterPki.open(directory);
        pki.serving("server", "server", List.of("127.0.0.1"));
        var options = new ListenOptions("127.0.0.1", 0, pki.file("server.crt"), pki.file("server.key"), List.of());
        return HttpServer.start(options, UpgradeIT::echo);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Asks for the upgrade and reads the answer's head. */
    private static BufferedReader upgrade(Socket socket, String method) throws IOException {
        write(
                socket,
                method + " /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                        + (method.equals("POST") ? "Content-Length: 0\r\n" : "") + "\r\n");
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertEquals("HTTP/1.1 101 Switching Protocols", in.readLine());
        boolean named = false;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            named |= line.equalsIgnoreCase("Upgrade: SPDY/3.1");
        }
        assertTrue(named, "the answer names the protocol");
        return in;
    }

    /** Tells the method, then sends back what comes; asked for much, gives that and ends. */
    private static void echo(Exchange exchange) throws IOException {
        try (DuplexStream stream = exchange.upgrade(Map.of("Connection", "Upgrade", "Upgrade", "SPDY/3.1"))) {
            stream.output().write((exchange.method() + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[64];
            for (int n = stream.input().read(buffer); n >= 0; n = stream.input().read(buffer)) {
                if (n == 4 && new String(buffer, 0, n, StandardCharsets.UTF_8).equals("much")) {
                    stream.output().write(new byte[MUCH]);
                    return;
                }
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
