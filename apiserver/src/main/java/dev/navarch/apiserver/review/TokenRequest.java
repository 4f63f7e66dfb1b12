package dev.navarch.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authentication.ServiceAccountTokens;
import dev.navarch.apiserver.authentication.ServiceAccountTokens.Grant;
import dev.navarch.apiserver.authentication.ServiceAccountTokens.Reference;
import dev.navarch.apiserver.authentication.ServiceAccountUser;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.request.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers {@code POST …/serviceaccounts/<name>/token}: issues a token for the account (KEP-1205). */
public final class TokenRequest implements CreateOnlyHandler {

    private static final GroupVersionKind KIND = new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest");
    private static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");
    private static final long MIN_SECONDS = 600;
    private static final int DEFAULT_SECONDS = 3600;
    private static final long MAX_SECONDS = 1L << 32;

    /** What kubelets ask for; such tokens live longer and only warn after it, for clients that never read them again. */
    private static final long WARN_ONLY_SECONDS = 3607;

    private final ServiceAccountTokens tokens;
    private final ObjectReader reader;
    private final Limits limits;

    /**
     * How long tokens may live.
     *
     * @param maximum of what is asked for; zero for no bound but the API's own
     * @param extend whether tokens of pods that kubelets mount live for {@code extended} ({@code
     *     --service-account-extend-token-expiration})
     */
    public record Limits(Duration maximum, boolean extend, Duration extended) {
        public static final Limits DEFAULT = new Limits(Duration.ZERO, true, Duration.ofDays(365));
    }

    public TokenRequest(ServiceAccountTokens tokens, ObjectReader reader, Limits limits) {
        this.tokens = tokens;
        this.reader = reader;
        this.limits = limits;
    }

    @Override
    public void applyDefaults(ObjectNode body) {
        ObjectNode spec = body.withObject("/spec");
        if (!spec.hasNonNull("expirationSeconds")) {
            spec.put("expirationSeconds", DEFAULT_SECONDS);
        }
    }

    @Override
    public boolean tracksFields() {
        return true;
    }

    @Override
    public ObjectNode create(RequestContext context, ObjectNode body, Runnable admission) {
        String namespace = context.info().namespace();
        String name = context.info().name();
        ObjectNode metadata = body.withObject("/metadata");
        checkMetadata(metadata, namespace, name);
        ObjectNode account = reader.getLatest(SERVICE_ACCOUNTS, namespace, name)
                .orElseThrow(() -> StatusException.notFound(SERVICE_ACCOUNTS, name));
        String accountUid = uidOf(account);
        checkUid(metadata, name, accountUid);
        ObjectNode spec = body.withObject("/spec");
        complete(body, metadata, spec, namespace, name, accountUid);
        long seconds = checkedSeconds(spec);
        admission.run();
        Bound bound = bound(spec.path("boundObjectRef"), namespace, name);
        long maximum = limits.maximum().toSeconds();
        if (maximum > 0 && seconds > maximum) {
            context.warn("requested expiration of " + seconds + " seconds shortened to " + maximum + " seconds");
            seconds = maximum;
            spec.put("expirationSeconds", seconds);
        }
        Instant expiration = Instant.now().plusSeconds(seconds);
        String token = tokens.issue(grant(new ServiceAccountUser(namespace, name), accountUid, bound, spec, seconds));
        ObjectNode status = body.putObject("status");
        status.put("token", token);
        status.put(
                "expirationTimestamp",
                expiration.truncatedTo(ChronoUnit.SECONDS).toString());
        return body;
    }

    private static void checkMetadata(ObjectNode metadata, String namespace, String name) {
        String ownName = metadata.path("name").asText("");
        if (!ownName.isEmpty() && !ownName.equals(name)) {
            throw StatusException.invalid(
                    KIND,
                    name,
                    List.of(FieldError.invalid(
                            "metadata.name", ownName, "must match the service account name if specified")));
        }
        String ownNamespace = metadata.path("namespace").asText("");
        if (!ownNamespace.isEmpty() && !ownNamespace.equals(namespace)) {
            throw StatusException.invalid(
                    KIND,
                    name,
                    List.of(FieldError.invalid(
                            "metadata.namespace",
                            ownNamespace,
                            "must match the service account namespace if specified")));
        }
    }

    private static void checkUid(ObjectNode metadata, String name, String accountUid) {
        String uid = metadata.path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(accountUid)) {
            throw StatusException.conflict(
                    new GroupResource(KIND.group(), KIND.kind()),
                    name,
                    "the UID in the token request (" + uid + ") does not match the UID of the service account ("
                            + accountUid + ")");
        }
    }

    private void complete(
            ObjectNode body, ObjectNode metadata, ObjectNode spec, String namespace, String name, String uid) {
        if (spec.path("audiences").isEmpty()) {
            ArrayNode audiences = spec.putArray("audiences");
            tokens.apiAudiences().forEach(audiences::add);
        }
        if (!spec.has("boundObjectRef")) {
            spec.putNull("boundObjectRef");
        }
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        metadata.put("uid", uid);
        metadata.put(
                "creationTimestamp",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        body.remove("status");
    }

    private static long checkedSeconds(ObjectNode spec) {
        long seconds = spec.path("expirationSeconds").asLong();
        if (seconds < MIN_SECONDS) {
            throw invalidSeconds(seconds, "may not specify a duration less than 10 minutes");
        }
        if (seconds > MAX_SECONDS) {
            throw invalidSeconds(seconds, "may not specify a duration larger than 2^32 seconds");
        }
        return seconds;
    }

    private static StatusException invalidSeconds(long seconds, String detail) {
        return StatusException.invalid(
                KIND, "", List.of(FieldError.invalid("spec.expirationSeconds", seconds, detail)));
    }

    private record Bound(
            @Nullable Reference pod,
            @Nullable Reference secret,
            @Nullable Reference node) {}

    private Bound bound(JsonNode reference, String namespace, String account) {
        if (!reference.isObject()) {
            return new Bound(null, null, null);
        }
        String kind = reference.path("kind").asText("");
        String apiVersion = reference.path("apiVersion").asText("");
        GroupVersion version = GroupVersion.parse(apiVersion);
        String resource = switch (version.group().isEmpty() ? kind : "") {
            case "Pod" -> "pods";
            case "Secret" -> "secrets";
            case "Node" -> "nodes";
            default ->
                throw StatusException.badRequest("cannot bind token to object of type " + version.group() + "/"
                        + version.version() + ", Kind=" + kind);
        };
        String name = reference.path("name").asText("");
        GroupResource groupResource = new GroupResource("", resource);
        ObjectNode object = reader.getLatest(groupResource, kind.equals("Node") ? "" : namespace, name)
                .orElseThrow(() -> StatusException.notFound(groupResource, name));
        if (kind.equals("Pod")
                && !object.path("spec").path("serviceAccountName").asText("").equals(account)) {
            throw StatusException.badRequest("cannot bind token for serviceaccount \"" + account
                    + "\" to pod running with different serviceaccount name.");
        }
        checkReferenceUid(reference, kind, name, uidOf(object));
        var found = new Reference(name, uidOf(object));
        return switch (kind) {
            case "Pod" -> new Bound(found, null, nodeOf(object).orElse(null));
            case "Secret" -> new Bound(null, found, null);
            default -> new Bound(null, null, found);
        };
    }

    private static void checkReferenceUid(JsonNode reference, String kind, String name, String uid) {
        String wanted = reference.path("uid").asText("");
        if (!wanted.isEmpty() && !wanted.equals(uid)) {
            throw StatusException.conflict(
                    new GroupResource("", kind),
                    name,
                    "the UID in the bound object reference (" + wanted
                            + ") does not match the UID in record. The object might have been deleted and then recreated");
        }
    }

    /** The node that a pod runs on; without uid when there is no such node. */
    private Optional<Reference> nodeOf(ObjectNode pod) {
        String name = pod.path("spec").path("nodeName").asText("");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        GroupResource nodes = new GroupResource("", "nodes");
        String uid = reader.get(nodes, "", name)
                .or(() -> reader.getLatest(nodes, "", name))
                .map(TokenRequest::uidOf)
                .orElse("");
        return Optional.of(new Reference(name, uid));
    }

    private Grant grant(ServiceAccountUser account, String uid, Bound bound, ObjectNode spec, long seconds) {
        var audiences = new ArrayList<String>();
        spec.path("audiences").forEach(audience -> audiences.add(audience.asText()));
        boolean extend = limits.extend()
                && bound.pod() != null
                && seconds == WARN_ONLY_SECONDS
                && tokens.apiAudiences().containsAll(audiences);
        return new Grant(
                account,
                uid,
                bound.pod(),
                bound.secret(),
                bound.node(),
                audiences,
                extend ? limits.extended() : Duration.ofSeconds(seconds),
                extend ? Duration.ofSeconds(seconds) : null);
    }

    private static String uidOf(ObjectNode object) {
        return object.path("metadata").path("uid").asText("");
    }
}
