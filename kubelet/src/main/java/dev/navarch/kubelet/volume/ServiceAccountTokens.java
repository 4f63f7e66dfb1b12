package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Bound tokens of pods, asked for anew when 80 % of their life or a day has passed. Thread-safe. */
final class ServiceAccountTokens {
    private static final Duration MAX_AGE = Duration.ofHours(24);
    private static final long DEFAULT_SECONDS = 3600;

    private final KubernetesClient client;
    private final Map<Key, Token> tokens = new ConcurrentHashMap<>();

    private record Key(String podUid, String audience, long seconds) {}

    private record Token(String text, Instant issued, Instant expires) {

        Instant refreshAt() {
            Duration life = Duration.between(issued, expires);
            Instant eighty = issued.plus(life.multipliedBy(8).dividedBy(10));
            Instant aged = issued.plus(MAX_AGE);
            return eighty.isBefore(aged) ? eighty : aged;
        }
    }

    ServiceAccountTokens(KubernetesClient client) {
        this.client = client;
    }

    String token(Pod pod, ServiceAccountTokenProjection projection) throws VolumeException {
        String audience = projection.getAudience() == null ? "" : projection.getAudience();
        long seconds = projection.getExpirationSeconds() == null ? DEFAULT_SECONDS : projection.getExpirationSeconds();
        Key key = new Key(pod.getMetadata().getUid(), audience, seconds);
        Token known = tokens.get(key);
        Instant now = Instant.now();
        if (known != null && now.isBefore(known.refreshAt())) {
            return known.text;
        }
        try {
            Token fresh = request(pod, key);
            tokens.put(key, fresh);
            return fresh.text;
        } catch (KubernetesClientException e) {
            if (known != null && now.isBefore(known.expires)) {
                return known.text;
            }
            throw new VolumeException("failed to fetch token: " + e.getMessage(), e);
        }
    }

    private Token request(Pod pod, Key key) {
        String account = pod.getSpec().getServiceAccountName() == null
                ? "default"
                : pod.getSpec().getServiceAccountName();
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(key.audience.isEmpty() ? List.of() : List.of(key.audience))
                .withExpirationSeconds(key.seconds)
                .withNewBoundObjectRef()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endBoundObjectRef()
                .endSpec()
                .build();
        Instant issued = Instant.now();
        TokenRequest answer = client.serviceAccounts()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(account)
                .tokenRequest(request);
        return new Token(
                answer.getStatus().getToken(),
                issued,
                Instant.parse(answer.getStatus().getExpirationTimestamp()));
    }

    /** When the pod's volumes have to be looked at again. */
    Optional<Instant> nextRefresh(String podUid) {
        return tokens.entrySet().stream()
                .filter(e -> e.getKey().podUid.equals(podUid))
                .map(e -> e.getValue().refreshAt())
                .min(Instant::compareTo);
    }

    void forget(String podUid) {
        tokens.keySet().removeIf(k -> k.podUid.equals(podUid));
    }
}
