package dev.navarch.junit;

import dev.navarch.apiserver.ApiServerOptions;
import dev.navarch.apiserver.StorageChoice;
import dev.navarch.apiserver.pki.ClusterPki;
import dev.navarch.apiserver.pki.KeyAndCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A server's keys and kubeconfig in a directory of their own that is deleted at the end. */
final class ServerFiles implements AutoCloseable {

    private static final String SERVICE_ADDRESS = "10.96.0.1";
    private static final String SERVICE_ACCOUNTS = "serviceaccount-controller";

    private final Path directory;
    private final ClusterPki pki;
    private final KeyAndCertificate admin;

    private ServerFiles(Path directory, ClusterPki pki, KeyAndCertificate admin) {
        this.directory = directory;
        this.pki = pki;
        this.admin = admin;
    }

    static ServerFiles create() throws IOException {
        Path directory = Files.createTempDirectory("navarch-");
        ClusterPki pki = ClusterPki.open(directory);
        pki.serving("apiserver", "kube-apiserver", ClusterPki.apiServerNames(SERVICE_ADDRESS, List.of()));
        return new ServerFiles(directory, pki, pki.client("admin", "kubernetes-admin", List.of("system:masters")));
    }

    ApiServerOptions options(List<String> controllers) {
        var options = ApiServerOptions.builder(pki.file("apiserver.crt"), pki.file("apiserver.key"), pki.file("sa.key"))
                .bindAddress("127.0.0.1")
                .securePort(0)
                .clientCaFile(pki.file("ca.crt"))
                .requestHeader(pki.file("front-proxy-ca.crt"), List.of("front-proxy-client"))
                .storage(new StorageChoice.Memory());
        if (!makesServiceAccounts(controllers)) {
            // A pod would wait for ever for the service account that nobody makes.
            options.disableAdmissionPlugins(Set.of("ServiceAccount"));
        }
        return options.build();
    }

    private static boolean makesServiceAccounts(List<String> controllers) {
        return !controllers.contains("-" + SERVICE_ACCOUNTS)
                && (controllers.contains("*") || controllers.contains(SERVICE_ACCOUNTS));
    }

    Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    String authority() {
        return pki.clusterAuthority().certificatePem();
    }

    String authorityKey() throws IOException {
        return Files.readString(pki.file("ca.key"));
    }

    String serviceAccountKey() throws IOException {
        return Files.readString(pki.file("sa.key"));
    }

    /** Readable by the owner alone, as the directory is. */
    Path writeKubeconfig(int port) throws IOException {
        return Files.writeString(kubeconfig(), """
                apiVersion: v1
                kind: Config
                current-context: navarch
                clusters:
                - name: navarch
                  cluster:
                    server: https://127.0.0.1:%d
                    certificate-authority-data: %s
                users:
                - name: admin
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                contexts:
                - name: navarch
                  context:
                    cluster: navarch
                    user: admin
                """.formatted(
                        port, encoded(authority()), encoded(admin.certificatePem()), encoded(admin.keyPem())));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
