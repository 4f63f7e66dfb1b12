package dev.navarch.apiserver.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterPkiTest {

    @TempDir
    Path directory;

    @Test
    void keeps_its_identity_when_opened_again() throws Exception {
        ClusterPki first = ClusterPki.open(directory);
        ClusterPki second = ClusterPki.open(directory);
        assertEquals(
                first.clusterAuthority().certificate(),
                second.clusterAuthority().certificate());
        assertEquals(first.serviceAccountKey(), second.serviceAccountKey());
    }

    @Test
    void private_keys_are_readable_by_their_owner_alone() throws Exception {
        ClusterPki pki = ClusterPki.open(directory);
        pki.client("admin", "admin", List.of("system:masters"));
        for (String key : List.of("ca.key", "front-proxy-ca.key", "sa.key", "admin.key")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(key))),
                    key);
        }
    }

    @Test
    void a_serving_certificate_is_made_anew_only_for_names_it_lacks() throws Exception {
        ClusterPki pki = ClusterPki.open(directory);
        List<String> names = ClusterPki.apiServerNames("10.96.0.1", List.of());
        KeyAndCertificate first = pki.serving("apiserver", "kube-apiserver", names);
        assertEquals(
                first.certificate(),
                pki.serving("apiserver", "kube-apiserver", names).certificate());
        List<String> more = ClusterPki.apiServerNames("10.96.0.1", List.of("node-1", "fd00::1"));
        KeyAndCertificate second = pki.serving("apiserver", "kube-apiserver", more);
        assertNotEquals(first.certificate(), second.certificate());
        assertEquals(
                second.certificate(),
                pki.serving("apiserver", "kube-apiserver", more).certificate());
        second.certificate().verify(pki.clusterAuthority().certificate().getPublicKey());
    }

    @Test
    void a_client_certificate_names_user_and_groups() throws Exception {
        KeyAndCertificate client = ClusterPki.open(directory).client("n", "system:node:a", List.of("system:nodes"));
        assertEquals(
                new DistinguishedName("system:node:a", List.of("system:nodes"), ""),
                DistinguishedName.of(client.certificate()));
    }

    @Test
    void the_public_half_of_a_key_is_derived() throws Exception {
        for (var pair : List.of(Keys.newEcKeyPair(), Keys.newRsaKeyPair())) {
            assertEquals(pair.getPublic(), Keys.publicOf(pair.getPrivate()));
            assertEquals(
                    pair.getPublic(),
                    Pem.parsePublicKeys(Pem.ofKey(pair.getPrivate())).getFirst());
            assertEquals(pair.getPrivate(), Pem.parsePrivateKey(Pem.ofKey(pair.getPrivate())));
        }
        assertTrue(Pem.ofPublicKey(Keys.newEcKeyPair().getPublic()).startsWith("-----BEGIN PUBLIC KEY-----\n"));
    }
}
