package dev.navarch.cli.component;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.apiserver.pki.ClusterPki;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-ins for kube-apiserver and etcd, given what controller-runtime's envtest gives those. */
class StandInsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void nothing_stays_behind() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void help_exits_with_zero() throws Exception {
        for (String command : List.of("apiserver", "etcd-stand-in")) {
            Process help = navarch(command, "--help");
            assertTrue(help.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertEquals(0, help.exitValue(), command);
        }
    }

    @Test
    void etcd_is_healthy_and_ends_when_it_is_told_to() throws Exception {
        int port = freePort();
        Process etcd = navarch(
                "etcd-stand-in",
                "--advertise-client-urls=http://127.0.0.1:" + port,
                "--data-dir=" + directory,
                "--listen-client-urls=http://127.0.0.1:" + port,
                "--listen-peer-urls=http://localhost:0",
                "--unsafe-no-fsync=true");
        try (HttpClient client = HttpClient.newHttpClient()) {
            awaitOk(client, "http://127.0.0.1:" + port + "/health");
        }
        assertEndsOnTerm(etcd);
    }

    @Test
    void the_api_server_gets_ready_with_the_keys_of_a_directory_and_ends_when_it_is_told_to() throws Exception {
        Path keys = directory.resolve("keys");
        ClusterPki pki = ClusterPki.open(keys);
        pki.serving("apiserver", "localhost", List.of("127.0.0.1", "localhost"));
        int port = freePort();
        Process server = navarch(envtestFlags(keys, port));
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(pki.clusterAuthority().certificate()))
                .build()) {
            awaitOk(client, "https://127.0.0.1:" + port + "/readyz");
        }
        assertEndsOnTerm(server);
    }

    @Test
    void the_api_server_makes_a_certificate_where_there_is_none() throws Exception {
        Path keys = directory.resolve("signing");
        ClusterPki.open(keys);
        Path made = directory.resolve("made");
        List<String> flags = new ArrayList<>(List.of(envtestFlags(keys, freePort())));
        flags.removeIf(flag -> flag.startsWith("--cert-dir"));
        flags.add("--cert-dir=" + made);
        Process server = navarch(flags.toArray(String[]::new));
        await().atMost(PATIENCE).until(() -> Files.exists(made.resolve("apiserver.key")));
        server.destroyForcibly();
        assertTrue(server.waitFor(30, TimeUnit.SECONDS));
    }

    private static String[] envtestFlags(Path keys, int port) {
        return new String[] {
            "apiserver",
            "--in-memory",
            "--advertise-address=127.0.0.1",
            "--allow-privileged=true",
            "--authorization-mode=RBAC",
            "--bind-address=127.0.0.1",
            "--cert-dir=" + keys,
            "--client-ca-file=" + keys.resolve("ca.crt"),
            "--disable-admission-plugins=ServiceAccount",
            "--etcd-servers=http://127.0.0.1:1",
            "--secure-port=" + port,
            "--service-account-issuer=https://127.0.0.1:" + port + "/",
            "--service-account-key-file=" + keys.resolve("sa.pub"),
            "--service-account-signing-key-file=" + keys.resolve("sa.key"),
            "--service-cluster-ip-range=10.0.0.0/24"
        };
    }

    private Process navarch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.navarch.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(arguments[0] + ".log").toFile())
                .start();
        started.add(process);
        return process;
    }

    private static void awaitOk(HttpClient client, String url) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> client.send(
                                        HttpRequest.newBuilder(URI.create(url)).build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private static void assertEndsOnTerm(Process process) throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it ends on SIGTERM");
    }

    private static SSLContext trusting(X509Certificate authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
