package dev.navarch.apiserver.authentication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.authentication.ServiceAccountUser.Binding;
import dev.navarch.apiserver.registry.ObjectReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Looks up whether what a token speaks of still exists: its service account and the object it is bound to. */
public final class BoundObjects {

    static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");
    static final GroupResource SECRETS = new GroupResource("", "secrets");
    static final GroupResource PODS = new GroupResource("", "pods");
    static final GroupResource NODES = new GroupResource("", "nodes");

    private final ObjectReader reader;

    public BoundObjects(ObjectReader reader) {
        this.reader = reader;
    }

    /** From the cache; from storage when the cache does not have it (yet). */
    Optional<ObjectNode> find(GroupResource resource, String namespace, String name) {
        return reader.get(resource, namespace, name).or(() -> reader.getLatest(resource, namespace, name));
    }

    void checkAccount(ServiceAccountUser account, String uid, Instant now) {
        ObjectNode found = find(SERVICE_ACCOUNTS, account.namespace(), account.name())
                .orElseThrow(() -> new CredentialsException("serviceaccounts \"" + account.name() + "\" not found"));
        if (!uidOf(found).equals(uid)) {
            throw new CredentialsException(
                    "service account UID (" + uidOf(found) + ") does not match claim (" + uid + ")");
        }
        if (isDeleted(found, now)) {
            throw new CredentialsException(
                    "service account " + account.namespace() + "/" + account.name() + " has been deleted");
        }
    }

    /** What the token is bound to, when that is still there. */
    Binding checkBinding(String namespace, JsonNode claims, String tokenId, Instant now) {
        JsonNode secret = claims.path("secret");
        JsonNode pod = claims.path("pod");
        JsonNode node = claims.path("node");
        if (secret.isObject()) {
            check(SECRETS, "secret", namespace, secret, now);
        }
        if (pod.isObject()) {
            check(PODS, "pod", namespace, pod, now);
        } else if (node.isObject()) {
            check(NODES, "node", "", node, now);
        }
        return new Binding(
                text(pod, "name"),
                text(pod, "uid"),
                text(node, "name"),
                text(node, "uid"),
                tokenId.isEmpty() ? "" : "JTI=" + tokenId);
    }

    private void check(GroupResource resource, String kind, String namespace, JsonNode claim, Instant now) {
        ObjectNode found = find(resource, namespace, text(claim, "name"))
                .orElseThrow(() -> new CredentialsException("service account token has been invalidated"));
        if (!uidOf(found).equals(text(claim, "uid"))) {
            throw new CredentialsException(kind + " UID (" + uidOf(found) + ") does not match service account " + kind
                    + " ref claim (" + text(claim, "uid") + ")");
        }
        if (isDeleted(found, now)) {
            throw new CredentialsException("service account token has been invalidated");
        }
    }

    static String uidOf(ObjectNode object) {
        return object.path("metadata").path("uid").asText("");
    }

    /** Whether the object was deleted longer ago than the leeway for clocks. */
    private static boolean isDeleted(ObjectNode object, Instant now) {
        String time = object.path("metadata").path("deletionTimestamp").asText("");
        if (time.isEmpty()) {
            return false;
        }
        try {
            return Instant.parse(time).isBefore(now.minus(ServiceAccountTokens.LEEWAY));
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
