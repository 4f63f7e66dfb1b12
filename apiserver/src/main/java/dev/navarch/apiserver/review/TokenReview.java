package dev.navarch.apiserver.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authentication.AuthenticatorChain;
import dev.navarch.apiserver.authentication.CredentialsException;
import dev.navarch.apiserver.authentication.TokenAuthenticator;
import dev.navarch.apiserver.authentication.TokenAuthenticator.Verified;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers {@code authentication.k8s.io/v1 TokenReview}: whose a token is. */
public final class TokenReview implements CreateOnlyHandler {

    private static final String INVALID = "invalid bearer token";

    private final TokenAuthenticator tokens;
    private final List<String> apiAudiences;

    public TokenReview(TokenAuthenticator tokens, List<String> apiAudiences) {
        this.tokens = tokens;
        this.apiAudiences = List.copyOf(apiAudiences);
    }

    @Override
    public boolean tracksFields() {
        return true;
    }

    @Override
    public ObjectNode create(RequestContext context, ObjectNode body, Runnable admission) {
        String token = body.path("spec").path("token").asText("");
        if (token.isEmpty()) {
            throw StatusException.badRequest("token is required for TokenReview in authentication");
        }
        admission.run();
        ObjectNode status = body.putObject("status");
        try {
            Optional<Verified> verified = tokens.authenticate(token, audiences(body), context::warn);
            if (verified.isPresent()) {
                describe(status, verified.get());
            } else {
                refuse(status, INVALID);
            }
        } catch (CredentialsException e) {
            refuse(status, "[" + INVALID + ", " + e.getMessage() + "]");
        }
        return body;
    }

    private List<String> audiences(ObjectNode body) {
        var asked = new ArrayList<String>();
        body.path("spec").path("audiences").forEach(audience -> asked.add(audience.asText()));
        return asked.isEmpty() ? apiAudiences : asked;
    }

    private static void describe(ObjectNode status, Verified verified) {
        status.put("authenticated", true);
        UserInfo user = AuthenticatorChain.asAuthenticated(verified.user());
        UserFields.write(status.putObject("user"), user);
        var audiences = status.putArray("audiences");
        verified.audiences().forEach(audiences::add);
    }

    private static void refuse(ObjectNode status, String error) {
        status.putObject("user");
        status.put("error", error);
    }
}
