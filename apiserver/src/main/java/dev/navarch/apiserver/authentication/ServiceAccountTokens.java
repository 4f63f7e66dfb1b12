package dev.navarch.apiserver.authentication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Issues and checks bound service account tokens: JWTs that expire, are meant for audiences, and end with the object
 * they are bound to (KEP-1205). Signatures that were found good are remembered; whether account and bound object still
 * are is looked up each time.
 */
public final class ServiceAccountTokens implements TokenAuthenticator {

    static final Duration LEEWAY = Duration.ofMinutes(1);

    private final ServiceAccountKeys keys;
    private final List<String> issuers;
    private final List<String> apiAudiences;
    private final BoundObjects objects;
    private final Supplier<Instant> clock;
    private final SignatureCache signatures = new SignatureCache();

    /**
     * @param issuers the first one is put into new tokens, all are accepted; not empty
     * @param apiAudiences what this server is called in tokens; empty means the issuers
     */
    public ServiceAccountTokens(
            ServiceAccountKeys keys,
            List<String> issuers,
            List<String> apiAudiences,
            BoundObjects objects,
            Supplier<Instant> clock) {
        this.keys = keys;
        this.issuers = List.copyOf(issuers);
        this.apiAudiences = apiAudiences.isEmpty() ? this.issuers : List.copyOf(apiAudiences);
        this.objects = objects;
        this.clock = clock;
    }

    /** An object that a token speaks of. */
    public record Reference(String name, String uid) {}

    /**
     * What a new token shall say. At most one of pod and secret is given; the node stands alone or beside a pod.
     *
     * @param warnAfter from when on its use is reported as stale; null for never
     */
    public record Grant(
            ServiceAccountUser account,
            String accountUid,
            @Nullable Reference pod,
            @Nullable Reference secret,
            @Nullable Reference node,
            List<String> audiences,
            Duration lifetime,
            @Nullable Duration warnAfter) {}

    public ServiceAccountKeys keys() {
        return keys;
    }

    public String issuer() {
        return issuers.getFirst();
    }

    /** What this server is called in tokens; never empty. */
    public List<String> apiAudiences() {
        return apiAudiences;
    }

    Instant now() {
        return clock.get();
    }

    public String issue(Grant grant) {
        long now = clock.get().getEpochSecond();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        var audiences = claims.putArray("aud");
        grant.audiences().forEach(audiences::add);
        claims.put("exp", now + grant.lifetime().toSeconds());
        claims.put("iat", now);
        claims.put("iss", issuer());
        claims.put("jti", UUID.randomUUID().toString());
        ObjectNode kubernetes = claims.putObject("kubernetes.io");
        kubernetes.put("namespace", grant.account().namespace());
        put(kubernetes, "node", grant.node());
        put(kubernetes, "pod", grant.pod());
        put(kubernetes, "secret", grant.secret());
        put(kubernetes, "serviceaccount", new Reference(grant.account().name(), grant.accountUid()));
        Duration warnAfter = grant.warnAfter();
        if (warnAfter != null) {
            kubernetes.put("warnafter", now + warnAfter.toSeconds());
        }
        claims.put("nbf", now);
        claims.put("sub", grant.account().userName());
        return keys.sign(claims);
    }

    @Override
    public Optional<Verified> authenticate(String token, List<String> audiences, Consumer<String> warnings) {
        Optional<Jwt> parsed = Jwt.parse(token).filter(jwt -> issuers.contains(jwt.issuer()));
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        Jwt jwt = parsed.get();
        signatures.check(token, jwt, keys);
        List<String> matching = matchingAudiences(jwt.claims().path("aud"), audiences);
        checkTimes(jwt.claims(), clock.get());
        JsonNode kubernetes = jwt.claims().path("kubernetes.io");
        var account = new ServiceAccountUser(
                kubernetes.path("namespace").asText(""),
                kubernetes.path("serviceaccount").path("name").asText(""));
        String uid = kubernetes.path("serviceaccount").path("uid").asText("");
        objects.checkAccount(account, uid, clock.get());
        var binding = objects.checkBinding(
                account.namespace(), kubernetes, jwt.claims().path("jti").asText(""), clock.get());
        return Optional.of(new Verified(account.userInfo(uid, binding), matching));
    }

    private List<String> matchingAudiences(JsonNode claim, List<String> asked) {
        var meant = new ArrayList<String>();
        if (claim.isTextual()) {
            meant.add(claim.textValue());
        }
        claim.forEach(audience -> meant.add(audience.asText()));
        return intersect(meant.isEmpty() ? apiAudiences : meant, asked.isEmpty() ? apiAudiences : asked);
    }

    static List<String> intersect(List<String> meant, List<String> asked) {
        var wanted = new HashSet<>(asked);
        List<String> both = meant.stream().filter(wanted::contains).toList();
        if (both.isEmpty()) {
            throw new CredentialsException(
                    "token audiences " + show(meant) + " is invalid for the target audiences " + show(asked));
        }
        return both;
    }

    static void checkTimes(ObjectNode claims, Instant now) {
        long early = now.plus(LEEWAY).getEpochSecond();
        long late = now.minus(LEEWAY).getEpochSecond();
        if (claims.has("nbf") && early < claims.path("nbf").asLong()) {
            throw new CredentialsException("service account token is not valid yet");
        }
        if (claims.has("exp") && late > claims.path("exp").asLong()) {
            throw new CredentialsException("service account token has expired");
        }
        if (claims.has("iat") && early < claims.path("iat").asLong()) {
            throw new CredentialsException("service account token is issued in the future");
        }
    }

    private static String show(List<String> texts) {
        return texts.stream().map(FieldValue::quote).collect(Collectors.joining(" ", "[", "]"));
    }

    private static void put(ObjectNode claims, String field, @Nullable Reference reference) {
        if (reference != null) {
            ObjectNode node = claims.putObject(field);
            node.put("name", reference.name());
            if (!reference.uid().isEmpty()) {
                node.put("uid", reference.uid());
            }
        }
    }

    /** Remembers which tokens carry a good signature; bounded. */
    static final class SignatureCache {

        private static final int REMEMBERED = 4096;

        private final Map<String, Boolean> good = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };

        void check(String token, Jwt jwt, ServiceAccountKeys keys) {
            synchronized (good) {
                if (good.get(token) != null) {
                    return;
                }
            }
            var candidates = keys.candidates(jwt.keyId());
            if (candidates.isEmpty()) {
                throw new CredentialsException("invalid signature, no keys found");
            }
            if (candidates.stream().noneMatch(jwt::isSignedBy)) {
                throw new CredentialsException("error in cryptographic primitive");
            }
            synchronized (good) {
                good.put(token, true);
            }
        }
    }
}
