package dev.navarch.apiserver.authentication;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that live in secrets of type {@code kubernetes.io/service-account-token} and never expire. A token is good as
 * long as its secret holds it; the day of its last use is kept in a label of the secret (KEP-2799).
 */
public final class LegacyServiceAccountTokens implements TokenAuthenticator {

    static final String ISSUER = "kubernetes/serviceaccount";
    static final String LAST_USED = "kubernetes.io/legacy-token-last-used";
    static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";

    private static final Logger LOG = LoggerFactory.getLogger(LegacyServiceAccountTokens.class);
    private static final String CLAIM = "kubernetes.io/serviceaccount/";
    private static final GroupVersionResource SECRETS = new GroupVersionResource("", "v1", "secrets");

    private final ServiceAccountKeys keys;
    private final List<String> apiAudiences;
    private final BoundObjects objects;
    private final ObjectWriter writer;
    private final Supplier<Instant> clock;
    private final ServiceAccountTokens.SignatureCache signatures = new ServiceAccountTokens.SignatureCache();

    public LegacyServiceAccountTokens(
            ServiceAccountKeys keys,
            List<String> apiAudiences,
            BoundObjects objects,
            ObjectWriter writer,
            Supplier<Instant> clock) {
        this.keys = keys;
        this.apiAudiences = List.copyOf(apiAudiences);
        this.objects = objects;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public Optional<Verified> authenticate(String token, List<String> audiences, Consumer<String> warnings) {
        Optional<Jwt> parsed = Jwt.parse(token).filter(jwt -> jwt.issuer().equals(ISSUER));
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode claims = parsed.get().claims();
        signatures.check(token, parsed.get(), keys);
        List<String> matching =
                ServiceAccountTokens.intersect(apiAudiences, audiences.isEmpty() ? apiAudiences : audiences);
        String namespace = claim(claims, "namespace", "namespace");
        String secretName = claim(claims, "secret.name", "secretName");
        String name = claim(claims, "service-account.name", "serviceAccountName");
        String uid = claim(claims, "service-account.uid", "serviceAccountUID");
        var account = new ServiceAccountUser(namespace, name);
        if (!claims.path("sub").asText("").equals(account.userName())) {
            throw new CredentialsException("sub claim is invalid");
        }
        ObjectNode secret = checkSecret(token, namespace, secretName);
        ObjectNode found = checkAccount(account, uid);
        checkNotMarkedInvalid(secret, account);
        for (var reference : found.path("secrets")) {
            if (reference.path("name").asText().equals(secretName)) {
                warnings.accept("Use tokens from the TokenRequest API or manually created secret-based tokens instead"
                        + " of auto-generated secret-based tokens.");
            }
        }
        recordUse(secret, namespace, secretName);
        return Optional.of(new Verified(account.userInfo(uid, ServiceAccountUser.Binding.NONE), matching));
    }

    private ObjectNode checkSecret(String token, String namespace, String name) {
        ObjectNode secret = objects.find(BoundObjects.SECRETS, namespace, name)
                .filter(found -> !found.path("metadata").has("deletionTimestamp"))
                .orElseThrow(() -> new CredentialsException("Token has been invalidated"));
        byte[] stored = decode(secret.path("data").path("token").asText(""));
        if (!MessageDigest.isEqual(stored, token.getBytes(StandardCharsets.UTF_8))) {
            throw new CredentialsException("Token does not match server's copy");
        }
        return secret;
    }

    private ObjectNode checkAccount(ServiceAccountUser account, String uid) {
        ObjectNode found = objects.find(BoundObjects.SERVICE_ACCOUNTS, account.namespace(), account.name())
                .orElseThrow(() -> new CredentialsException("serviceaccounts \"" + account.name() + "\" not found"));
        if (found.path("metadata").has("deletionTimestamp")) {
            throw new CredentialsException(
                    "ServiceAccount " + account.namespace() + "/" + account.name() + " has been deleted");
        }
        if (!BoundObjects.uidOf(found).equals(uid)) {
            throw new CredentialsException(
                    "ServiceAccount UID (" + BoundObjects.uidOf(found) + ") does not match claim (" + uid + ")");
        }
        return found;
    }

    private void checkNotMarkedInvalid(ObjectNode secret, ServiceAccountUser account) {
        if (secret.path("metadata")
                .path("labels")
                .path(INVALID_SINCE)
                .asText("")
                .isEmpty()) {
            return;
        }
        String name = secret.path("metadata").path("name").asText();
        recordUse(secret, account.namespace(), name);
        throw new CredentialsException("the token in secret " + account.namespace() + "/" + name
                + " for service account " + account.namespace() + "/" + account.name()
                + " has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based"
                + " tokens, or remove the '" + INVALID_SINCE
                + "' label from the secret to temporarily allow use of this token");
    }

    private void recordUse(ObjectNode secret, String namespace, String name) {
        LocalDate today = LocalDate.ofInstant(clock.get(), ZoneOffset.UTC);
        String last = secret.path("metadata").path("labels").path(LAST_USED).asText("");
        if (last.equals(today.toString()) || last.equals(today.plusDays(1).toString())) {
            return;
        }
        try {
            writer.update(SECRETS, namespace, name, current -> {
                current.withObject("/metadata").withObject("/labels").put(LAST_USED, today.toString());
                return current;
            });
        } catch (StatusException e) {
            LOG.atWarn()
                    .addKeyValue("secret", namespace + "/" + name)
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot record the use of a legacy service account token");
        }
    }

    private static String claim(ObjectNode claims, String name, String shownName) {
        if (claims.path("sub").asText("").isEmpty()) {
            throw new CredentialsException("sub claim is missing");
        }
        String value = claims.path(CLAIM + name).asText("");
        if (value.isEmpty()) {
            throw new CredentialsException(shownName + " claim is missing");
        }
        return value;
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
