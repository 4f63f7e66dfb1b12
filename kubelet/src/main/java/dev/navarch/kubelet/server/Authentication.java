package dev.navarch.kubelet.server;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Client certificates, and tokens by the API server's TokenReview, remembered for two minutes. */
final class Authentication {
    private static final String BEARER = "Bearer ";

    private final KubernetesClient client;
    private final boolean anonymous;
    private final Remembered<Optional<RequestUser>> tokens = new Remembered<>();

    Authentication(KubernetesClient client, boolean anonymous) {
        this.client = client;
        this.anonymous = anonymous;
    }

    RequestUser user(Exchange exchange) throws HttpError {
        Optional<X509Certificate> certificate = exchange.certificate();
        if (certificate.isPresent()) {
            return of(certificate.get());
        }
        String authorization = exchange.header("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return token(authorization.substring(BEARER.length()).strip())
                    .orElseThrow(() -> new HttpError(401, "Unauthorized"));
        }
        if (anonymous) {
            return RequestUser.ANONYMOUS;
        }
        throw new HttpError(401, "Unauthorized");
    }

    /** Common name and organizations, as everywhere in Kubernetes. */
    static RequestUser of(X509Certificate certificate) throws HttpError {
        try {
            String name = "";
            List<String> groups = new ArrayList<>();
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    name = String.valueOf(rdn.getValue());
                } else if (rdn.getType().equalsIgnoreCase("O")) {
                    groups.add(String.valueOf(rdn.getValue()));
                }
            }
            groups.add("system:authenticated");
            return new RequestUser(name, "", groups, Map.of());
        } catch (InvalidNameException e) {
            throw new HttpError(401, "Unauthorized");
        }
    }

    private Optional<RequestUser> token(String token) throws HttpError {
        try {
            return tokens.get(token, () -> review(token), user -> Duration.ofMinutes(user.isPresent() ? 2 : 0));
        } catch (KubernetesClientException e) {
            throw new HttpError(500, "Internal Server Error: the API server does not answer");
        }
    }

    private Optional<RequestUser> review(String token) {
        TokenReview review = client.tokenReviews()
                .create(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .endSpec()
                        .build());
        if (!Boolean.TRUE.equals(review.getStatus().getAuthenticated())) {
            return Optional.empty();
        }
        UserInfo user = review.getStatus().getUser();
        return Optional.of(new RequestUser(
                user.getUsername(),
                user.getUid() == null ? "" : user.getUid(),
                user.getGroups(),
                user.getExtra() == null ? Map.of() : user.getExtra()));
    }
}
