package dev.navarch.apiserver.authentication;

import dev.navarch.apiserver.request.UserInfo;
import java.util.Optional;

/** One way to find out who sends a request. Safe for use by many threads. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Names the user, or nothing when the request carries no credentials of this authenticator's kind.
     *
     * @throws CredentialsException when it carries such credentials and they are not valid
     * @throws dev.navarch.api.meta.StatusException 401, from a whole {@link AuthenticatorChain}
     */
    Optional<UserInfo> authenticate(AuthenticationRequest request);
}
