package dev.navarch.crds;

import dev.navarch.apiserver.ApiServer;
import dev.navarch.apiserver.ApiServerOptions;
import dev.navarch.apiserver.StorageChoice;
import dev.navarch.apiserver.pki.ClusterPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An API server with custom resources, in memory, with keys of its own; {@code main} is for trying things out. */
final class CustomResourceServer implements AutoCloseable {

    private final ApiServer server;
    private final CustomResources resources;
    private final Path directory;

    private CustomResourceServer(ApiServer server, Path directory) {
        this.server = server;
        this.resources = CustomResources.start(server);
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        var server = start(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        Thread.currentThread().join();
    }

    static CustomResourceServer start(int port, Path directory) throws Exception {
        Files.createDirectories(directory);
        ClusterPki pki = ClusterPki.open(directory);
        pki.serving("apiserver", "kube-apiserver", ClusterPki.apiServerNames("10.96.0.1", List.of()));
        write(pki, "admin", List.of("system:masters"));
        pki.client("apiserver-kubelet-client", "kube-apiserver-kubelet-client", List.of("kubeadm:cluster-admins"));
        ApiServerOptions options = ApiServerOptions.builder(
                        pki.file("apiserver.crt"), pki.file("apiserver.key"), pki.file("sa.key"))
                .bindAddress("127.0.0.1")
                .securePort(port)
                .clientCaFile(pki.file("ca.crt"))
                .requestHeader(pki.file("front-proxy-ca.crt"), List.of("front-proxy-client"))
                .kubeletClient(pki.file("apiserver-kubelet-client.crt"), pki.file("apiserver-kubelet-client.key"))
                .storage(new StorageChoice.Memory())
                .build();
        var server = new CustomResourceServer(ApiServer.start(options), directory);
        server.server.ready().get();
        return server;
    }

    private static void write(ClusterPki pki, String name, List<String> groups) throws IOException {
        var client = pki.client(name, name, groups);
        Files.writeString(pki.file("client.crt"), client.certificatePem());
        Files.writeString(pki.file("client.key"), client.keyPem());
    }

    String url() {
        return "https://127.0.0.1:" + server.port();
    }

    String ca() throws IOException {
        return Files.readString(directory.resolve("ca.crt"));
    }

    String clientCertificate() throws IOException {
        return Files.readString(directory.resolve("client.crt"));
    }

    String clientKey() throws IOException {
        return Files.readString(directory.resolve("client.key"));
    }

    @Override
    public void close() {
        resources.close();
        server.close();
    }
}
