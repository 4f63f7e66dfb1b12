package dev.navarch.cli.cluster;

import dev.navarch.cli.kubeconfig.KubeconfigEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a cluster's API server whether it is ready. */
final class ReadinessProbe {

    private static final Logger log = LoggerFactory.getLogger(ReadinessProbe.class);
    private static final int TIMEOUT_MILLIS = 3000;

    private ReadinessProbe() {}

    static boolean isReady(ClusterDirectory directory, ClusterSettings settings) {
        KubeconfigEntry entry = AllInOne.credentials(directory, settings).admin(settings.contextName());
        try {
            var connection = (HttpsURLConnection)
                    URI.create(settings.serverUrl() + "/readyz").toURL().openConnection();
            connection.setSSLSocketFactory(trust(entry).getSocketFactory());
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException | GeneralSecurityException e) {
            log.debug("not ready", e);
            return false;
        }
    }

    /** Trusts the cluster's own authority and nobody else. */
    private static SSLContext trust(KubeconfigEntry entry) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        byte[] pem = entry.certificateAuthority().getBytes(StandardCharsets.UTF_8);
        store.setCertificateEntry(
                "ca", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
