package dev.navarch.apiserver.http;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Where and as whom the server listens.
 *
 * @param port 0 for a free one
 * @param certificate PEM, the server's own first
 * @param key PEM: PKCS#8, PKCS#1 or SEC 1
 * @param clientAuthorities whom the handshake names as issuers of client certificates; not a check
 */
public record ListenOptions(
        String address, int port, Path certificate, Path key, List<X509Certificate> clientAuthorities) {

    public ListenOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("--secure-port " + port + " must be between 0 and 65535, inclusive");
        }
        clientAuthorities = List.copyOf(clientAuthorities);
    }
}
