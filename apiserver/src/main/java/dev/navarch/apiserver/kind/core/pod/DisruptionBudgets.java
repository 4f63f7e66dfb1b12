package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.meta.Timestamps;
import dev.navarch.apiserver.registry.ObjectWriter;
import java.util.Optional;

/** What disruption budgets say to evictions, and what evictions write into them. */
final class DisruptionBudgets {

    private static final GroupVersionResource BUDGETS =
            new GroupVersionResource("policy", "v1", "poddisruptionbudgets");
    private static final GroupResource ERROR_RESOURCE = new GroupResource("policy", "poddisruptionbudget");
    private static final String REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";
    private static final int MAX_DISRUPTED = 2000;

    private final ObjectWriter writer;

    DisruptionBudgets(ObjectWriter writer) {
        this.writer = writer;
    }

    /** Whether the pod is unready and its budget does not guard those, or is kept without it. */
    static boolean ignores(ObjectNode budget, ObjectNode pod) {
        if (isReady(pod)) {
            return false;
        }
        String policy = budget.path("spec").path("unhealthyPodEvictionPolicy").asText("");
        int current = budget.path("status").path("currentHealthy").asInt();
        int desired = budget.path("status").path("desiredHealthy").asInt();
        return policy.equals("AlwaysAllow") || (current >= desired && desired > 0);
    }

    /** Takes one of the allowed disruptions; 429 when there is none. */
    void checkAndDecrement(ObjectNode budget, String pod, boolean dryRun) {
        check(budget);
        if (dryRun) {
            return;
        }
        writer.updateSubresource(BUDGETS, "status", ObjectMeta.namespace(budget), ObjectMeta.name(budget), live -> {
            check(live);
            decrement(live.withObject("/status"), pod);
            return live;
        });
    }

    private static void decrement(ObjectNode status, String pod) {
        int left = status.path("disruptionsAllowed").asInt() - 1;
        status.put("disruptionsAllowed", left);
        status.withObject("/disruptedPods").put(pod, Timestamps.now());
        if (left > 0) {
            return;
        }
        for (JsonNode each : status.path("conditions")) {
            if (each instanceof ObjectNode condition
                    && condition.path("type").asText().equals("DisruptionAllowed")
                    && !condition.path("status").asText().equals("False")) {
                condition.put("status", "False");
                condition.put("reason", "InsufficientPods");
                condition.put("lastTransitionTime", Timestamps.now());
            }
        }
    }

    private static void check(ObjectNode budget) {
        String name = ObjectMeta.name(budget);
        JsonNode status = budget.path("status");
        if (status.path("observedGeneration").asLong() < ObjectMeta.generation(budget)) {
            throw stillProcessed(name);
        }
        int allowed = status.path("disruptionsAllowed").asInt();
        if (allowed < 0) {
            throw StatusException.forbidden(ERROR_RESOURCE, name, "pdb disruptions allowed is negative");
        }
        if (status.path("disruptedPods").size() > MAX_DISRUPTED) {
            throw StatusException.forbidden(
                    ERROR_RESOURCE,
                    name,
                    "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        }
        if (allowed == 0) {
            throw StatusException.tooManyRequests(REFUSAL, 0)
                    .withCause(new FieldError("DisruptionBudget", "", reason(name, status)));
        }
    }

    private static String reason(String name, JsonNode status) {
        int current = status.path("currentHealthy").asInt();
        int desired = status.path("desiredHealthy").asInt();
        Optional<JsonNode> condition = refusing(status);
        String message = condition.map(c -> c.path("message").asText("")).orElse("");
        String why = condition.map(c -> c.path("reason").asText("")).orElse("");
        if (!message.isEmpty() && why.equals("SyncFailed")) {
            return "The disruption budget " + name + " does not allow evicting pods currently because it failed sync: "
                    + message;
        }
        if (current <= desired) {
            return "The disruption budget " + name + " needs " + desired + " healthy pods and has " + current
                    + " currently";
        }
        String detail = message.isEmpty() ? "" : " (" + why + "): " + message;
        return "The disruption budget " + name + " does not allow evicting pods currently" + detail;
    }

    private static Optional<JsonNode> refusing(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("DisruptionAllowed")
                    && condition.path("status").asText().equals("False")) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    /** The budget's state is older than its specification. */
    static StatusException stillProcessed(String name) {
        return StatusException.tooManyRequests(REFUSAL, 10)
                .withCause(new FieldError(
                        "DisruptionBudget",
                        "",
                        "The disruption budget " + name + " is still being processed by the server."));
    }

    private static boolean isReady(ObjectNode pod) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }
}
