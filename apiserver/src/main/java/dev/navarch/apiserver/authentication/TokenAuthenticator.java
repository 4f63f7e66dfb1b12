package dev.navarch.apiserver.authentication;

import dev.navarch.apiserver.request.UserInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out whose a bearer token is. Safe for use by many threads. */
@FunctionalInterface
public interface TokenAuthenticator {

    /**
     * A token that is good.
     *
     * @param audiences those of the audiences asked for which the token is meant for
     */
    record Verified(UserInfo user, List<String> audiences) {}

    /**
     * Names the token's user, or nothing when the token is not of this authenticator's kind.
     *
     * @param audiences for one of which the token must be meant
     * @param warnings takes texts for {@code Warning} headers
     * @throws CredentialsException when it is of this kind and not valid
     */
    Optional<Verified> authenticate(String token, List<String> audiences, Consumer<String> warnings);

    /** Asks one after the other; a refusal by one leaves the token to those after it. */
    static TokenAuthenticator union(List<TokenAuthenticator> authenticators) {
        List<TokenAuthenticator> all = List.copyOf(authenticators);
        return (token, audiences, warnings) -> {
            var refusals = new LinkedHashSet<String>();
            for (TokenAuthenticator authenticator : all) {
                try {
                    Optional<Verified> verified = authenticator.authenticate(token, audiences, warnings);
                    if (verified.isPresent()) {
                        return verified;
                    }
                } catch (CredentialsException e) {
                    refusals.add(String.valueOf(e.getMessage()));
                }
            }
            if (refusals.isEmpty()) {
                return Optional.empty();
            }
            throw new CredentialsException(
                    refusals.size() == 1 ? refusals.iterator().next() : "[" + String.join(", ", refusals) + "]");
        };
    }
}
