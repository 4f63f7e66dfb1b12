package dev.navarch.apiserver.authentication;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.request.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens {@code <id>.<secret>} with which new nodes join; each is a secret {@code bootstrap-token-<id>} in kube-system. */
public final class BootstrapTokens implements TokenAuthenticator {

    private static final Pattern FORM = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final Pattern GROUP = Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
    private static final String DEFAULT_GROUP = "system:bootstrappers";

    private final ObjectReader reader;
    private final Supplier<Instant> clock;

    public BootstrapTokens(ObjectReader reader, Supplier<Instant> clock) {
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public Optional<Verified> authenticate(String token, List<String> audiences, Consumer<String> warnings) {
        Matcher form = FORM.matcher(token);
        if (!form.matches()) {
            return Optional.empty();
        }
        String id = form.group(1);
        String secretPart = form.group(2);
        return reader.get(BoundObjects.SECRETS, "kube-system", "bootstrap-token-" + id)
                .filter(secret -> isGood(secret, id, secretPart))
                .map(secret -> new UserInfo("system:bootstrap:" + id, "", groups(secret), Map.of()))
                .map(user -> new Verified(user, audiences));
    }

    private boolean isGood(ObjectNode secret, String id, String secretPart) {
        return !secret.path("metadata").has("deletionTimestamp")
                && secret.path("type").asText().equals("bootstrap.kubernetes.io/token")
                && MessageDigest.isEqual(bytes(data(secret, "token-secret")), bytes(secretPart))
                && data(secret, "token-id").equals(id)
                && !isExpired(data(secret, "expiration"))
                && data(secret, "usage-bootstrap-authentication").equals("true");
    }

    private boolean isExpired(String expiration) {
        if (expiration.isEmpty()) {
            return false;
        }
        try {
            return clock.get().isAfter(OffsetDateTime.parse(expiration).toInstant());
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    private static List<String> groups(ObjectNode secret) {
        var groups = new TreeSet<String>();
        groups.add(DEFAULT_GROUP);
        String more = data(secret, "auth-extra-groups");
        if (!more.isEmpty()) {
            for (String group : more.split(",", -1)) {
                if (!GROUP.matcher(group).matches()) {
                    throw new CredentialsException(
                            "bootstrap group \"" + group + "\" is invalid (must match \\A" + GROUP.pattern() + "\\z)");
                }
                groups.add(group);
            }
        }
        return new ArrayList<>(groups);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String data(ObjectNode secret, String key) {
        try {
            byte[] value =
                    Base64.getDecoder().decode(secret.path("data").path(key).asText(""));
            return new String(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
