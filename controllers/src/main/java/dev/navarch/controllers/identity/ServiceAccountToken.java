package dev.navarch.controllers.identity;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The token of one service account, made with the account where that is missing, and renewed in time. */
final class ServiceAccountToken {

    static final String NAMESPACE = "kube-system";
    private static final Duration LIFE = Duration.ofHours(1);

    private final KubernetesClient manager;
    private final String account;
    private @Nullable String token; // guarded by this
    private Instant renewal = Instant.EPOCH; // guarded by this

    ServiceAccountToken(KubernetesClient manager, String account) {
        this.manager = manager;
        this.account = account;
    }

    /** @throws KubernetesClientException where the API server gives none */
    synchronized String get() {
        String known = token;
        return known == null || Instant.now().isAfter(renewal) ? request() : known;
    }

    /** The API server does not take this one any more: its account was made anew, or the server is another one. */
    synchronized String after(@Nullable String refused) {
        String known = token;
        return known == null || known.equals(refused) ? request() : known;
    }

    private synchronized String request() {
        try {
            return requestOnce();
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isNotFound(e)) {
                throw e;
            }
            createAccount();
            return requestOnce();
        }
    }

    private synchronized String requestOnce() {
        Instant now = Instant.now();
        var answer = manager.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(LIFE.toSeconds())
                        .endSpec()
                        .build());
        Instant end = Times.parseOrEpoch(answer.getStatus().getExpirationTimestamp());
        renewal = now.plus(Duration.between(now, end).multipliedBy(4).dividedBy(5));
        String fresh = answer.getStatus().getToken();
        token = fresh;
        return fresh;
    }

    private void createAccount() {
        try {
            var _ = manager.resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withName(account)
                            .withNamespace(NAMESPACE)
                            .endMetadata()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isAlreadyExists(e)) {
                throw e;
            }
        }
    }
}
