package dev.navarch.apiserver.authentication;

import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All authentication of a server, put together in upstream's order.
 *
 * @param requests who sends a request
 * @param tokens whose a bearer token is; what TokenReview asks
 * @param serviceAccountTokens issues and checks bound tokens
 */
public record Authentication(
        Authenticator requests, TokenAuthenticator tokens, ServiceAccountTokens serviceAccountTokens) {

    /** Throws {@link IOException} when the file of static tokens cannot be read. */
    public static Authentication create(AuthenticationOptions options, ObjectReader reader, ObjectWriter writer)
            throws IOException {
        var keys = new ServiceAccountKeys(options.serviceAccountKey(), options.serviceAccountVerificationKeys());
        var objects = new BoundObjects(reader);
        var bound = new ServiceAccountTokens(keys, options.issuers(), options.apiAudiences(), objects, Instant::now);
        var tokens = new ArrayList<TokenAuthenticator>();
        Optional<Path> tokenFile = options.tokenFile();
        if (tokenFile.isPresent()) {
            tokens.add(StaticTokens.read(tokenFile.get()));
        }
        tokens.add(new LegacyServiceAccountTokens(keys, bound.apiAudiences(), objects, writer, Instant::now));
        tokens.add(bound);
        if (options.bootstrapTokens()) {
            tokens.add(new BootstrapTokens(reader, Instant::now));
        }
        TokenAuthenticator union = TokenAuthenticator.union(tokens);
        var requests = new ArrayList<Authenticator>();
        if (!options.frontProxyAuthorities().isEmpty()) {
            requests.add(new FrontProxyAuthenticator(options.frontProxyAuthorities(), options.frontProxyHeaders()));
        }
        if (!options.clientAuthorities().isEmpty()) {
            requests.add(new X509Authenticator(options.clientAuthorities()));
        }
        requests.add(new BearerTokenAuthenticator(union, bound.apiAudiences()));
        return new Authentication(new AuthenticatorChain(requests, options.anonymous()), union, bound);
    }

    /** What this server is called in tokens; never empty. */
    public List<String> apiAudiences() {
        return serviceAccountTokens.apiAudiences();
    }
}
