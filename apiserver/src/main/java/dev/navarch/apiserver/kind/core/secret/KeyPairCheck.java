package dev.navarch.apiserver.kind.core.secret;

import dev.navarch.apiserver.pki.Keys;
import dev.navarch.apiserver.pki.Pem;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** Whether a private key belongs to a certificate; texts are those that clients know from Go's {@code crypto/tls}. */
final class KeyPairCheck {

    private static final String BEGIN = "-----BEGIN ";

    private KeyPairCheck() {}

    /** What is wrong with the pair; empty when nothing is. */
    static String problem(String certificatePem, String keyPem) {
        if (!certificatePem.contains(BEGIN)) {
            return "tls: failed to find any PEM data in certificate input";
        }
        if (!keyPem.contains(BEGIN)) {
            return "tls: failed to find any PEM data in key input";
        }
        X509Certificate certificate;
        try {
            certificate = Pem.parseCertificates(certificatePem).getFirst();
        } catch (IOException e) {
            return "x509: malformed certificate";
        }
        try {
            PrivateKey key = Pem.parsePrivateKey(keyPem);
            if (!Keys.publicOf(key).equals(certificate.getPublicKey())) {
                return key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())
                        ? "tls: private key does not match public key"
                        : "tls: private key type does not match public key type";
            }
        } catch (IOException | IllegalArgumentException e) {
            return "tls: failed to parse private key";
        }
        return "";
    }
}
