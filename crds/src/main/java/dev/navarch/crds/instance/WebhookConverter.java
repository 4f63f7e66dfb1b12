package dev.navarch.crds.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.webhook.WebhookCallException;
import dev.navarch.apiserver.webhook.WebhookClient;
import dev.navarch.apiserver.webhook.WebhookTarget;
import dev.navarch.crds.definition.Definition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between versions of a definition by asking the server that it names. Metadata but labels and annotations is kept. */
final class WebhookConverter implements ObjectConverter {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookConverter.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Set<String> REVIEWS = Set.of("v1", "v1beta1");
    private static final String GROUP = "apiextensions.k8s.io/";

    private final Set<String> versions;
    private final WebhookTarget target;
    private final String review;
    private final WebhookClient client;

    WebhookConverter(Definition definition, Set<String> versions, WebhookClient client) {
        this.versions = versions;
        this.client = client;
        JsonNode webhook = definition.spec().path("conversion").path("webhook");
        this.target =
                new WebhookTarget("conversion_webhook_for_" + definition.name(), webhook.path("clientConfig"), TIMEOUT);
        String first = "";
        for (JsonNode version : webhook.path("conversionReviewVersions")) {
            if (first.isEmpty() && REVIEWS.contains(version.asText(""))) {
                first = version.asText("");
            }
        }
        this.review = first;
    }

    @Override
    public Optional<ObjectNode> convert(ObjectNode object, String apiVersion) {
        String from = object.path("apiVersion").asText("");
        if (from.equals(apiVersion)) {
            return Optional.of(object);
        }
        if (!versions.contains(apiVersion)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ask(object, apiVersion));
        } catch (WebhookCallException | Malformed e) {
            String kind = GroupVersion.parse(from).apiVersion() + ", Kind="
                    + object.path("kind").asText("");
            LOG.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("problem", e.getMessage())
                    .log("no conversion");
            throw StatusException.of(500, "", "conversion webhook for " + kind + " " + verb(e) + e.getMessage());
        }
    }

    private static String verb(Exception problem) {
        return problem instanceof WebhookCallException ? "failed: " : "";
    }

    /** An answer that is no conversion of the object. */
    private static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String problem) {
            super(problem);
        }
    }

    private ObjectNode ask(ObjectNode object, String apiVersion) throws WebhookCallException, Malformed {
        String uid = UUID.randomUUID().toString();
        ObjectNode question = Json.object();
        question.put("kind", "ConversionReview");
        question.put("apiVersion", GROUP + review);
        ObjectNode request = question.putObject("request");
        request.put("uid", uid);
        request.put("desiredAPIVersion", apiVersion);
        request.putArray("objects").add(object);
        byte[] body = client.call(target, Json.bytes(question));
        try {
            return converted(Json.parse(body), uid, object, apiVersion);
        } catch (JsonSyntaxException e) {
            throw new WebhookCallException(String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode converted(JsonNode answer, String uid, ObjectNode object, String apiVersion)
            throws WebhookCallException, Malformed {
        JsonNode response = answer.path("response");
        verify(answer, response, uid);
        JsonNode result = response.path("result");
        if (!result.path("status").asText("").equals("Success")) {
            String message = result.path("message").asText("");
            throw new WebhookCallException(
                    message.isEmpty()
                            ? "response.result.status was '"
                                    + result.path("status").asText("") + "', not 'Success'"
                            : message);
        }
        JsonNode objects = response.path("convertedObjects");
        if (objects.size() != 1) {
            throw new Malformed("returned " + objects.size() + " objects, expected 1");
        }
        if (!(objects.get(0) instanceof ObjectNode converted)) {
            throw new Malformed("returned invalid object at index 0");
        }
        check(converted, object, apiVersion);
        restoreMetadata(converted, object);
        return converted;
    }

    private void verify(JsonNode answer, JsonNode response, String uid) throws WebhookCallException {
        if (!review.equals("v1")) {
            return;
        }
        String apiVersion = answer.path("apiVersion").asText("");
        String kind = answer.path("kind").asText("");
        if (!apiVersion.equals(GROUP + "v1") || !kind.equals("ConversionReview")) {
            throw new WebhookCallException("expected webhook response of " + GROUP + "v1, Kind=ConversionReview, got "
                    + apiVersion + ", Kind=" + kind);
        }
        if (!response.isObject()) {
            throw new WebhookCallException("no response provided");
        }
        String own = response.path("uid").asText("");
        if (!own.equals(uid)) {
            throw new WebhookCallException("expected response.uid=\"" + uid + "\", got \"" + own + "\"");
        }
    }

    private static void check(ObjectNode converted, ObjectNode object, String apiVersion) throws Malformed {
        String version = converted.path("apiVersion").asText("");
        if (!version.equals(apiVersion)) {
            throw new Malformed("returned invalid object at index 0: invalid groupVersion (expected " + apiVersion
                    + ", received " + version + ")");
        }
        String kind = object.path("kind").asText("");
        String own = converted.path("kind").asText("");
        if (!own.equals(kind)) {
            throw new Malformed(
                    "returned invalid object at index 0: invalid kind (expected " + kind + ", received " + own + ")");
        }
        same("name", ObjectMeta.name(object), ObjectMeta.name(converted));
        same("namespace", ObjectMeta.namespace(object), ObjectMeta.namespace(converted));
        same("UID", ObjectMeta.uid(object), ObjectMeta.uid(converted));
    }

    private static void same(String what, String wanted, String own) throws Malformed {
        if (!wanted.equals(own)) {
            throw new Malformed("returned invalid object: must have the same " + what + ": " + wanted + " != " + own);
        }
    }

    private static void restoreMetadata(ObjectNode converted, ObjectNode object) throws Malformed {
        if (!(converted.path("metadata") instanceof ObjectNode returned)) {
            throw new Malformed("returned invalid metadata: missing metadata in converted object");
        }
        ObjectNode metadata = ObjectMeta.metadata(object).deepCopy();
        for (String field : List.of("labels", "annotations")) {
            JsonNode value = returned.path(field);
            if (value.isObject()) {
                metadata.set(field, value);
            } else {
                metadata.remove(field);
            }
        }
        converted.set("metadata", metadata);
    }
}
