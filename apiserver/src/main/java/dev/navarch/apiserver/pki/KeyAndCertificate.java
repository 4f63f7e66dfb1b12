package dev.navarch.apiserver.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A private key with the certificate that names its owner.
 *
 * @param certificates the owner's certificate first, then those that signed it, if any
 */
public record KeyAndCertificate(PrivateKey key, List<X509Certificate> certificates) {

    public KeyAndCertificate {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a key without a certificate");
        }
    }

    public X509Certificate certificate() {
        return certificates.getFirst();
    }

    public String certificatePem() {
        return Pem.ofCertificates(certificates);
    }

    public String keyPem() {
        return Pem.ofKey(key);
    }

    /** Writes both; the key is readable by its owner alone. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
        Pem.writePrivate(keyFile, keyPem());
        Pem.writePublic(certificateFile, certificatePem());
    }

    public static KeyAndCertificate read(Path certificateFile, Path keyFile) throws IOException {
        return new KeyAndCertificate(
                Pem.readPrivateKey(keyFile), new ArrayList<>(Pem.readCertificates(certificateFile)));
    }
}
