package dev.navarch.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.selector.LabelSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One hook of a configuration.
 *
 * @param uid tells hooks of one name in several places apart
 * @param client the {@code clientConfig} of the hook
 * @param timeout how long a request waits for it
 * @param reviewVersions of {@code AdmissionReview}, best first
 */
record Webhook(
        String configuration,
        String uid,
        String name,
        JsonNode client,
        List<WebhookRule> rules,
        boolean failsOpen,
        boolean matchesEquivalents,
        LabelSelector namespaceSelector,
        LabelSelector objectSelector,
        boolean hasSideEffects,
        Duration timeout,
        List<String> reviewVersions,
        boolean reinvoked,
        JsonNode matchConditions) {

    private static final int DEFAULT_TIMEOUT_SECONDS = 10;

    /** The hooks of a configuration, in its order. */
    static List<Webhook> of(ObjectNode configuration) {
        String name = ObjectMeta.name(configuration);
        Map<String, Integer> seen = new HashMap<>();
        var hooks = new ArrayList<Webhook>();
        for (JsonNode hook : configuration.path("webhooks")) {
            String own = hook.path("name").asText("");
            int index = seen.merge(own, 1, Integer::sum) - 1;
            hooks.add(of(name, name + "/" + own + "/" + index, hook));
        }
        return hooks;
    }

    private static Webhook of(String configuration, String uid, JsonNode hook) {
        var rules = new ArrayList<WebhookRule>();
        hook.path("rules").forEach(rule -> rules.add(WebhookRule.of(rule)));
        var versions = new ArrayList<String>();
        hook.path("admissionReviewVersions").forEach(version -> versions.add(version.asText("")));
        String effects = hook.path("sideEffects").asText("");
        return new Webhook(
                configuration,
                uid,
                hook.path("name").asText(""),
                hook.path("clientConfig"),
                rules,
                hook.path("failurePolicy").asText("Fail").equals("Ignore"),
                hook.path("matchPolicy").asText("Equivalent").equals("Equivalent"),
                LabelSelector.of(hook.path("namespaceSelector")),
                LabelSelector.of(hook.path("objectSelector")),
                !effects.equals("None") && !effects.equals("NoneOnDryRun"),
                Duration.ofSeconds(hook.path("timeoutSeconds").asInt(DEFAULT_TIMEOUT_SECONDS)),
                versions,
                hook.path("reinvocationPolicy").asText("Never").equals("IfNeeded"),
                hook.path("matchConditions"));
    }
}
