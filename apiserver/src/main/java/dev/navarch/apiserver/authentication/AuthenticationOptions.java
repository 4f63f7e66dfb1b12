package dev.navarch.apiserver.authentication;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How a server finds out who asks.
 *
 * @param clientAuthorities sign client certificates; empty for none
 * @param frontProxyAuthorities sign the certificates of proxies which tell the user in headers; empty for none
 * @param frontProxyHeaders which headers say what
 * @param serviceAccountKey signs service account tokens
 * @param serviceAccountVerificationKeys further keys whose signatures are good
 * @param issuers of service account tokens, the one for new tokens first; not empty
 * @param apiAudiences what the server is called in tokens; empty for the issuers
 * @param tokenFile static tokens ({@code --token-auth-file})
 * @param bootstrapTokens whether bootstrap tokens are accepted
 * @param anonymous whether requests without credentials are served as {@code system:anonymous}
 */
public record AuthenticationOptions(
        List<X509Certificate> clientAuthorities,
        List<X509Certificate> frontProxyAuthorities,
        FrontProxyAuthenticator.Headers frontProxyHeaders,
        PrivateKey serviceAccountKey,
        List<PublicKey> serviceAccountVerificationKeys,
        List<String> issuers,
        List<String> apiAudiences,
        Optional<Path> tokenFile,
        boolean bootstrapTokens,
        boolean anonymous) {

    public AuthenticationOptions {
        clientAuthorities = List.copyOf(clientAuthorities);
        frontProxyAuthorities = List.copyOf(frontProxyAuthorities);
        serviceAccountVerificationKeys = List.copyOf(serviceAccountVerificationKeys);
        issuers = List.copyOf(issuers);
        apiAudiences = List.copyOf(apiAudiences);
        if (issuers.isEmpty()) {
            throw new IllegalArgumentException("an issuer of service account tokens is needed");
        }
    }
}
