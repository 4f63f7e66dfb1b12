package dev.navarch.apiserver.authentication;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All authenticators of a server in their order. The first that names a user wins; credentials that one of them refuses
 * may still be good for a later one. Refused by all they are a 401, never anonymous.
 */
public final class AuthenticatorChain implements Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(AuthenticatorChain.class);

    private final List<Authenticator> authenticators;
    private final boolean anonymous;

    /** {@code anonymous}: whether a request without credentials is {@code system:anonymous} rather than a 401. */
    public AuthenticatorChain(List<Authenticator> authenticators, boolean anonymous) {
        this.authenticators = List.copyOf(authenticators);
        this.anonymous = anonymous;
    }

    /** Never empty. */
    @Override
    public Optional<UserInfo> authenticate(AuthenticationRequest request) {
        var refusals = new ArrayList<String>();
        for (Authenticator authenticator : authenticators) {
            try {
                Optional<UserInfo> user = authenticator.authenticate(request);
                if (user.isPresent()) {
                    return user.map(AuthenticatorChain::asAuthenticated);
                }
            } catch (CredentialsException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
        if (refusals.isEmpty() && anonymous) {
            return Optional.of(UserInfo.anonymous());
        }
        LOG.atDebug().addKeyValue("reasons", refusals).log("request not authenticated");
        throw StatusException.unauthorized("Unauthorized");
    }

    /** Every user but anonymous is of this group, as upstream's group adder has it. */
    public static UserInfo asAuthenticated(UserInfo user) {
        if (user.name().equals(UserInfo.ANONYMOUS) || user.groups().contains(UserInfo.UNAUTHENTICATED)) {
            return user;
        }
        return user.withGroups(List.of(UserInfo.AUTHENTICATED));
    }
}
