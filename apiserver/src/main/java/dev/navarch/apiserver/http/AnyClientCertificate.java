package dev.navarch.apiserver.http;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/**
 * Lets every client certificate through the handshake: whether it counts is for authentication to say, which answers
 * 401 rather than breaking the connection.
 */
record AnyClientCertificate(List<X509Certificate> issuers) implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("a server checks no servers");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issuers.toArray(X509Certificate[]::new);
    }
}
