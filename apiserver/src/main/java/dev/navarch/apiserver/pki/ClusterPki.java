package dev.navarch.apiserver.pki;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a cluster's keys in one directory, with the names that kubeadm gives them. What is missing is made; what
 * is there is used as it is, so a cluster keeps its identity over restarts. Leaf certificates are made anew when they
 * are about to expire, no longer name what they must, or were signed by another authority.
 */
public final class ClusterPki {

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Path directory;
    private final CertificateAuthority clusterAuthority;
    private final CertificateAuthority frontProxyAuthority;
    private final PrivateKey serviceAccountKey;

    private ClusterPki(
            Path directory,
            CertificateAuthority clusterAuthority,
            CertificateAuthority frontProxyAuthority,
            PrivateKey serviceAccountKey) {
        this.directory = directory;
        this.clusterAuthority = clusterAuthority;
        this.frontProxyAuthority = frontProxyAuthority;
        this.serviceAccountKey = serviceAccountKey;
    }

    /** Reads the directory and makes what is missing: two authorities and the service account key. */
    public static ClusterPki open(Path directory) throws IOException {
        CertificateAuthority cluster = CertificateAuthority.readOrCreate(
                directory.resolve("ca.crt"), directory.resolve("ca.key"), "kubernetes");
        CertificateAuthority frontProxy = CertificateAuthority.readOrCreate(
                directory.resolve("front-proxy-ca.crt"), directory.resolve("front-proxy-ca.key"), "front-proxy-ca");
        Path saKey = directory.resolve("sa.key");
        if (!Files.exists(saKey)) {
            var pair = Keys.newEcKeyPair();
            Pem.writePrivate(saKey, Pem.ofKey(pair.getPrivate()));
            Pem.writePublic(directory.resolve("sa.pub"), Pem.ofPublicKey(pair.getPublic()));
        }
        return new ClusterPki(directory, cluster, frontProxy, Pem.readPrivateKey(saKey));
    }

    public Path directory() {
        return directory;
    }

    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Signs server and client certificates of the cluster. */
    public CertificateAuthority clusterAuthority() {
        return clusterAuthority;
    }

    /** Signs the certificates of front proxies, such as the aggregator's. */
    public CertificateAuthority frontProxyAuthority() {
        return frontProxyAuthority;
    }

    /** Signs service account tokens. */
    public PrivateKey serviceAccountKey() {
        return serviceAccountKey;
    }

    /** The server certificate in {@code <name>.crt} and {@code .key}, for at least these names and addresses. */
    public KeyAndCertificate serving(String name, String commonName, Collection<String> names) throws IOException {
        return leaf(
                name, clusterAuthority, names, "", List.of(), () -> clusterAuthority.issueServing(commonName, names));
    }

    /** The client certificate in {@code <name>.crt} and {@code .key}. */
    public KeyAndCertificate client(String name, String user, List<String> groups) throws IOException {
        return leaf(name, clusterAuthority, List.of(), user, groups, () -> clusterAuthority.issueClient(user, groups));
    }

    /** The certificate with which the server speaks to aggregated API servers. */
    public KeyAndCertificate frontProxyClient() throws IOException {
        return leaf(
                "front-proxy-client",
                frontProxyAuthority,
                List.of(),
                "front-proxy-client",
                List.of(),
                () -> frontProxyAuthority.issueClient("front-proxy-client", List.of()));
    }

    /** What a server certificate must name for clients outside and inside the cluster. */
    public static List<String> apiServerNames(String serviceAddress, Collection<String> more) {
        var names = new LinkedHashSet<>(List.of(
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "localhost",
                "127.0.0.1",
                "::1"));
        names.add(serviceAddress);
        names.addAll(more);
        return new ArrayList<>(names);
    }

    private interface Issuer {
        KeyAndCertificate issue();
    }

    private KeyAndCertificate leaf(
            String name,
            CertificateAuthority authority,
            Collection<String> names,
            String user,
            List<String> groups,
            Issuer issuer)
            throws IOException {
        Path certificateFile = directory.resolve(name + ".crt");
        Path keyFile = directory.resolve(name + ".key");
        if (Files.exists(certificateFile) && Files.exists(keyFile)) {
            KeyAndCertificate present = KeyAndCertificate.read(certificateFile, keyFile);
            if (isUsable(present.certificate(), authority, names)
                    && (user.isEmpty()
                            || DistinguishedName.of(present.certificate()).isFor(user, groups))) {
                return present;
            }
        }
        KeyAndCertificate issued = issuer.issue();
        issued.write(certificateFile, keyFile);
        return issued;
    }

    private static boolean isUsable(
            X509Certificate certificate, CertificateAuthority authority, Collection<String> names) {
        if (certificate.getNotAfter().toInstant().isBefore(Instant.now().plus(RENEW_BEFORE))) {
            return false;
        }
        try {
            certificate.verify(authority.certificate().getPublicKey());
        } catch (GeneralSecurityException e) {
            return false;
        }
        return namesOf(certificate).containsAll(normalized(names));
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        var found = new HashSet<String>();
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            if (entries != null) {
                for (List<?> entry : entries) {
                    found.add(normalized(String.valueOf(entry.get(1))));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return found;
    }

    private static Set<String> normalized(Collection<String> names) {
        var all = new HashSet<String>();
        names.forEach(name -> all.add(normalized(name)));
        return all;
    }

    private static String normalized(String name) {
        if (!name.contains(":")) {
            return name;
        }
        try {
            return InetAddress.ofLiteral(name).getHostAddress();
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
