package dev.navarch.apiserver;

import dev.navarch.apiserver.pki.ClusterPki;
import dev.navarch.apiserver.pki.KeyAndCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** Starts a server on the loopback address with keys of its own, for trying things out: {@code <port> <directory>}. */
public final class LocalApiServer {

    private LocalApiServer() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Path directory = Path.of(arguments[1]);
        ApiServer server = start(port, directory, new StorageChoice.Memory());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.ready().get();
        System.out.println(directory.resolve("kubeconfig"));
        Thread.currentThread().join();
    }

    public static ApiServer start(int port, Path directory, StorageChoice storage) throws IOException {
        Files.createDirectories(directory);
        ClusterPki pki = ClusterPki.open(directory);
        pki.serving("apiserver", "kube-apiserver", ClusterPki.apiServerNames("10.96.0.1", List.of()));
        KeyAndCertificate admin = pki.client("admin", "admin", List.of("system:masters"));
        pki.client("apiserver-kubelet-client", "kube-apiserver-kubelet-client", List.of("kubeadm:cluster-admins"));
        ApiServerOptions options = ApiServerOptions.builder(
                        pki.file("apiserver.crt"), pki.file("apiserver.key"), pki.file("sa.key"))
                .bindAddress("127.0.0.1")
                .securePort(port)
                .clientCaFile(pki.file("ca.crt"))
                .requestHeader(pki.file("front-proxy-ca.crt"), List.of("front-proxy-client"))
                .kubeletClient(pki.file("apiserver-kubelet-client.crt"), pki.file("apiserver-kubelet-client.key"))
                .storage(storage)
                .build();
        ApiServer server = ApiServer.start(options);
        Files.writeString(directory.resolve("kubeconfig"), kubeconfig(server.port(), pki, admin));
        return server;
    }

    private static String kubeconfig(int port, ClusterPki pki, KeyAndCertificate admin) throws IOException {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: local
                  cluster:
                    server: https://127.0.0.1:%d
                    certificate-authority-data: %s
                users:
                - name: admin
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                contexts:
                - name: local
                  context:
                    cluster: local
                    user: admin
                current-context: local
                """.formatted(
                        port,
                        encoded(Files.readString(pki.file("ca.crt"))),
                        encoded(admin.certificatePem()),
                        encoded(admin.keyPem()));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
