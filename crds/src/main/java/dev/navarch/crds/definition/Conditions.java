package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.Timestamps;
import java.util.Optional;

/** The conditions of a definition. */
public final class Conditions {

    public static final String NAMES_ACCEPTED = "NamesAccepted";
    public static final String ESTABLISHED = "Established";
    public static final String TERMINATING = "Terminating";

    private Conditions() {}

    /** What a condition says; the time of the change is kept by {@link #set}. */
    public record Condition(String type, String status, String reason, String message) {

        static Condition of(JsonNode node) {
            return new Condition(
                    node.path("type").asText(""),
                    node.path("status").asText(""),
                    node.path("reason").asText(""),
                    node.path("message").asText(""));
        }

        public boolean isTrue() {
            return status.equals("True");
        }
    }

    public static Optional<Condition> find(JsonNode definition, String type) {
        for (JsonNode condition : definition.path("status").path("conditions")) {
            if (condition.path("type").asText("").equals(type)) {
                return Optional.of(Condition.of(condition));
            }
        }
        return Optional.empty();
    }

    public static boolean isTrue(JsonNode definition, String type) {
        return find(definition, type).filter(Condition::isTrue).isPresent();
    }

    /** Writes the condition into the status; its time changes with its status only. */
    public static void set(ObjectNode definition, Condition condition) {
        ObjectNode status = definition.withObjectProperty("status");
        ArrayNode conditions = status.path("conditions") instanceof ArrayNode known ? known : Json.array();
        status.set("conditions", conditions);
        ObjectNode target = null;
        for (JsonNode each : conditions) {
            if (each instanceof ObjectNode known
                    && known.path("type").asText("").equals(condition.type())) {
                target = known;
                break;
            }
        }
        if (target == null) {
            target = conditions.addObject();
        }
        boolean changed = !target.path("status").asText("").equals(condition.status());
        if (changed || !target.hasNonNull("lastTransitionTime")) {
            target.put("lastTransitionTime", Timestamps.now());
        }
        target.put("message", condition.message());
        target.put("reason", condition.reason());
        target.put("status", condition.status());
        target.put("type", condition.type());
    }
}
