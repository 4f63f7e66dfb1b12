package dev.navarch.apiserver.connect;

import dev.navarch.apiserver.pki.KeyAndCertificate;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS towards backends: whom the server trusts, and what it shows them. */
final class BackendTls {

    private BackendTls() {}

    /**
     * For connections to kubelets.
     *
     * @param client the server's key and certificate; empty to show none
     * @param authorities who signs the certificates of kubelets; empty to trust any, as upstream does without one
     */
    static SSLContext kubelet(Optional<KeyAndCertificate> client, List<X509Certificate> authorities)
            throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            KeyManager[] keys = client.isEmpty() ? null : keyManagers(client.get());
            TrustManager[] trust =
                    authorities.isEmpty() ? new TrustManager[] {new TrustAll()} : trustManagers(authorities);
            context.init(keys, trust, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** For proxied pods and services, of which nothing is known. */
    static SSLContext anybody() {
        try {
            return kubelet(Optional.empty(), List.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Optional<KeyAndCertificate> read(Optional<Path> certificate, Optional<Path> key) throws IOException {
        return certificate.isEmpty() || key.isEmpty()
                ? Optional.empty()
                : Optional.of(KeyAndCertificate.read(certificate.get(), key.get()));
    }

    private static KeyManager[] keyManagers(KeyAndCertificate client) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "client", client.key(), new char[0], client.certificates().toArray(X509Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trustManagers(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Kubelets sign their serving certificates themselves where no authority is configured. */
    private static final class TrustAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
