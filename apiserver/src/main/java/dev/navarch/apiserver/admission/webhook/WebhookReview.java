package dev.navarch.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.GoQuote;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.ServedForms;
import dev.navarch.apiserver.request.UserInfo;
import dev.navarch.apiserver.webhook.WebhookCallException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The question to a hook, an {@code AdmissionReview} of admission.k8s.io, and what it answers. */
record WebhookReview(String hook, String version, String uid, boolean mutating) {

    private static final String GROUP = "admission.k8s.io";
    private static final Set<String> VERSIONS = Set.of("v1", "v1beta1");

    /** @throws WebhookCallException where the hook takes no version that there is */
    static WebhookReview of(Webhook hook, boolean mutating) throws WebhookCallException {
        String version = hook.reviewVersions().stream()
                .filter(VERSIONS::contains)
                .findFirst()
                .orElseThrow(() -> new WebhookCallException(
                        "could not create admission objects: webhook does not accept known AdmissionReview versions (v1,"
                                + " v1beta1)"));
        return new WebhookReview(hook.name(), version, UUID.randomUUID().toString(), mutating);
    }

    byte[] question(Invocation invocation, ServedForms forms) {
        AdmissionAttributes request = invocation.request();
        ObjectNode review = Json.object();
        review.put("kind", "AdmissionReview");
        review.put("apiVersion", GROUP + "/" + version);
        ObjectNode question = review.putObject("request");
        question.put("uid", uid);
        question.set("kind", kind(invocation.form().kind()));
        question.set("resource", resource(invocation.form().resource()));
        putUnlessEmpty(question, "subResource", request.subresource());
        question.set("requestKind", kind(request.kind()));
        question.set("requestResource", resource(request.resource()));
        putUnlessEmpty(question, "requestSubResource", request.subresource());
        putUnlessEmpty(question, "name", request.name());
        putUnlessEmpty(question, "namespace", request.namespace());
        question.put("operation", request.operation().name());
        question.set("userInfo", user(request.user()));
        question.set("object", orNull(invocation.shown(forms, request.object())));
        question.set("oldObject", orNull(invocation.shown(forms, request.oldObject())));
        question.put("dryRun", request.dryRun());
        question.set("options", orNull(request.options()));
        return Json.bytes(review);
    }

    private static void putUnlessEmpty(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }

    private static JsonNode orNull(@Nullable ObjectNode object) {
        return object == null ? Json.nodes().nullNode() : object;
    }

    private static ObjectNode kind(GroupVersionKind kind) {
        return Json.object()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static ObjectNode resource(GroupVersionResource resource) {
        return Json.object()
                .put("group", resource.group())
                .put("version", resource.version())
                .put("resource", resource.resource());
    }

    private static ObjectNode user(UserInfo user) {
        ObjectNode node = Json.object();
        putUnlessEmpty(node, "username", user.name());
        putUnlessEmpty(node, "uid", user.uid());
        if (!user.groups().isEmpty()) {
            ArrayNode groups = node.putArray("groups");
            user.groups().forEach(groups::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = node.putObject("extra");
            user.extra().forEach((key, values) -> values.forEach(extra.withArray(key)::add));
        }
        return node;
    }

    /**
     * What a hook said.
     *
     * @param patch its text; empty where there is none
     */
    record Answer(boolean allowed, JsonNode result, List<String> warnings, String patch, String patchType) {}

    Answer answer(byte[] body) throws WebhookCallException {
        JsonNode review;
        try {
            review = Json.parse(body);
        } catch (JsonSyntaxException e) {
            throw new WebhookCallException("failed to call webhook: " + e.getMessage());
        }
        JsonNode response = review.path("response");
        if (!response.isObject()) {
            throw invalid("webhook response was absent");
        }
        if (version.equals("v1")) {
            verify(review, response);
        }
        var warnings = new ArrayList<String>();
        response.path("warnings").forEach(warning -> warnings.add(warning.asText("")));
        String patch = patch(response.path("patch").asText(""));
        String type = response.path("patchType").asText("");
        if (version.equals("v1beta1") && !patch.isEmpty()) {
            type = "JSONPatch";
        }
        return new Answer(response.path("allowed").asBoolean(false), response.path("status"), warnings, patch, type);
    }

    private void verify(JsonNode review, JsonNode response) throws WebhookCallException {
        String own = response.path("uid").asText("");
        if (!own.equals(uid)) {
            throw invalid("expected response.uid=" + GoQuote.quote(uid) + ", got " + GoQuote.quote(own));
        }
        String apiVersion = review.path("apiVersion").asText("");
        String kind = review.path("kind").asText("");
        if (!apiVersion.equals(GROUP + "/v1") || !kind.equals("AdmissionReview")) {
            throw invalid("expected webhook response of " + GROUP + "/v1, Kind=AdmissionReview, got " + apiVersion
                    + ", Kind=" + kind);
        }
        boolean patches = !response.path("patch").asText("").isEmpty();
        boolean types = response.hasNonNull("patchType");
        if (!mutating && patches) {
            throw invalid("validating webhook may not return response.patch");
        }
        if (!mutating && types) {
            throw invalid("validating webhook may not return response.patchType");
        }
        if (patches && !types) {
            throw invalid("webhook returned response.patch but not response.patchType");
        }
        if (!patches && types) {
            throw invalid("webhook returned response.patchType but not response.patch");
        }
        if (types && response.path("patchType").asText("").isEmpty()) {
            throw invalid("webhook returned invalid response.patchType of \"\"");
        }
    }

    private String patch(String encoded) throws WebhookCallException {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new WebhookCallException("failed to call webhook: " + e.getMessage());
        }
    }

    private WebhookCallException invalid(String problem) {
        return new WebhookCallException("received invalid webhook response: " + problem);
    }

    /** The refusal of a hook, as clients see it: never with a code that sounds like success. */
    StatusException rejection(JsonNode result) {
        String denied = "admission webhook " + GoQuote.quote(hook) + " denied the request";
        String message = result.path("message").asText("");
        String reason = result.path("reason").asText("");
        ObjectNode status = Json.object();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure");
        if (!message.isEmpty()) {
            status.put("message", denied + ": " + message);
        } else if (!reason.isEmpty()) {
            status.put("message", denied + ": " + reason);
        } else {
            status.put("message", denied + " without explanation");
        }
        putUnlessEmpty(status, "reason", reason);
        if (result.path("details").isObject()) {
            status.set("details", result.path("details"));
        }
        status.put("code", Math.max(400, result.path("code").asInt(0)));
        return StatusException.of(status);
    }
}
