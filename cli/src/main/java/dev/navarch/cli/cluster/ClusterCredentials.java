package dev.navarch.cli.cluster;

import dev.navarch.apiserver.pki.ClusterPki;
import dev.navarch.apiserver.pki.KeyAndCertificate;
import dev.navarch.cli.CommandException;
import dev.navarch.cli.kubeconfig.Kubeconfig;
import dev.navarch.cli.kubeconfig.KubeconfigEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;

/**
 * The keys, certificates and kubeconfigs of a cluster's components, in one directory under the names that kubeadm gives
 * them. Opening makes what is missing and keeps what is there.
 */
public final class ClusterCredentials {

    private final ClusterPki pki;
    private final String server;

    private ClusterCredentials(ClusterPki pki, String server) {
        this.pki = pki;
        this.server = server;
    }

    /** Opens the directory, making it with mode 0700 where there is none; {@code server} is the API server's URL. */
    public static ClusterCredentials open(Path directory, String server) {
        try {
            if (!Files.exists(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return new ClusterCredentials(ClusterPki.open(directory), server);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    public ClusterPki pki() {
        return pki;
    }

    public Path file(String name) {
        return pki.file(name);
    }

    /** The API server's certificate in {@code apiserver.crt}, for the names that clients use and {@code more}. */
    public void apiServer(String serviceAddress, Collection<String> more) {
        issue(() -> pki.serving("apiserver", "kube-apiserver", ClusterPki.apiServerNames(serviceAddress, more)));
        issue(() -> pki.client("apiserver-kubelet-client", "kube-apiserver-kubelet-client", List.of("system:masters")));
        issue(pki::frontProxyClient);
    }

    /** A kubelet's serving certificate in {@code kubelet.crt}. */
    public void kubeletServing(String node, Collection<String> addresses) {
        List<String> names = new java.util.ArrayList<>(addresses);
        names.add(node);
        issue(() -> pki.serving("kubelet", "system:node:" + node, names));
    }

    public KubeconfigEntry admin(String name) {
        return client(name, "admin", "kubernetes-admin", List.of("system:masters"));
    }

    /** The manager itself, which may do little: each controller gets a service account's token through it. */
    public Path controllerManager() {
        return kubeconfig("controller-manager", "system:kube-controller-manager", List.of());
    }

    public Path scheduler() {
        return kubeconfig("scheduler", "system:kube-scheduler", List.of());
    }

    public Path kubelet(String node) {
        return kubeconfig("kubelet-client", "kubelet", "system:node:" + node, List.of("system:nodes"));
    }

    public Path proxy() {
        return kubeconfig("kube-proxy", "system:kube-proxy", List.of("system:node-proxier"));
    }

    /** Cluster DNS, whose rights are those of {@link ClusterDnsRole}. */
    public Path dns() {
        return kubeconfig("cluster-dns", ClusterDnsRole.USER, List.of());
    }

    /** Writes {@code admin.conf}. */
    public Path adminKubeconfig(String name) {
        return write("admin", admin(name));
    }

    private Path kubeconfig(String name, String user, List<String> groups) {
        return kubeconfig(name, name, user, groups);
    }

    private Path kubeconfig(String certificate, String name, String user, List<String> groups) {
        return write(name, client(name, certificate, user, groups));
    }

    private Path write(String name, KubeconfigEntry entry) {
        Path file = pki.file(name + ".conf");
        new Kubeconfig(file).merge(entry);
        return file;
    }

    private KubeconfigEntry client(String name, String certificate, String user, List<String> groups) {
        KeyAndCertificate issued = issue(() -> pki.client(certificate, user, groups));
        return new KubeconfigEntry(
                name, server, pki.clusterAuthority().certificatePem(), issued.certificatePem(), issued.keyPem());
    }

    private interface Issue {
        KeyAndCertificate run() throws IOException;
    }

    private KeyAndCertificate issue(Issue issue) {
        try {
            return issue.run();
        } catch (IOException e) {
            throw unusable(pki.directory(), e);
        }
    }

    private static CommandException unusable(Path directory, IOException e) {
        return new CommandException(
                "cannot use the keys and certificates in " + directory + ": " + ClusterDirectory.reason(e), e);
    }
}
