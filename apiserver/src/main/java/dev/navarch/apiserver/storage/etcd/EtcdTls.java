package dev.navarch.apiserver.storage.etcd;

import dev.navarch.apiserver.pki.Pem;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Whom to trust, and the own certificate, read again at each connection since such files are renewed under a server. */
final class EtcdTls {

    private EtcdTls() {}

    static void configure(SslContextBuilder context, EtcdOptions.Tls tls) throws IOException {
        if (tls.authority().isPresent()) {
            context.trustManager(Pem.readCertificates(tls.authority().get()));
        }
        if (tls.certificate().isPresent() && tls.key().isPresent()) {
            var files = new CertificateFiles(tls.certificate().get(), tls.key().get());
            files.check();
            context.keyManager(files);
        }
    }

    private static final class CertificateFiles extends X509ExtendedKeyManager {

        private static final String ALIAS = "etcd-client";

        private final Path certificate;
        private final Path key;

        CertificateFiles(Path certificate, Path key) {
            this.certificate = certificate;
            this.key = key;
        }

        void check() throws IOException {
            Pem.readCertificates(certificate);
            Pem.readPrivateKey(key);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            try {
                return Pem.readCertificates(certificate).toArray(X509Certificate[]::new);
            } catch (IOException e) {
                return null;
            }
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            try {
                return Pem.readPrivateKey(key);
            } catch (IOException e) {
                return null;
            }
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
