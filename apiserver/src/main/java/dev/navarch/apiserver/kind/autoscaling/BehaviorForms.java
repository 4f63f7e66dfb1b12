package dev.navarch.apiserver.kind.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import org.jspecify.annotations.Nullable;

/** The behavior of an autoscaler in its annotation, whose fields begin with capitals and are null where unset. */
final class BehaviorForms {

    private BehaviorForms() {}

    static ObjectNode toAnnotation(JsonNode behavior) {
        ObjectNode form = Json.object();
        form.set("ScaleUp", rulesOut(behavior.get("scaleUp")));
        form.set("ScaleDown", rulesOut(behavior.get("scaleDown")));
        return form;
    }

    private static JsonNode rulesOut(@Nullable JsonNode rules) {
        if (rules == null || rules.isNull()) {
            return Json.nodes().nullNode();
        }
        ObjectNode form = Json.object();
        form.set("StabilizationWindowSeconds", orNull(rules.get("stabilizationWindowSeconds")));
        form.set("SelectPolicy", orNull(rules.get("selectPolicy")));
        if (rules.path("policies").isArray()) {
            ArrayNode policies = form.putArray("Policies");
            for (JsonNode policy : rules.path("policies")) {
                policies.addObject()
                        .put("Type", policy.path("type").asText())
                        .put("Value", policy.path("value").asInt())
                        .put("PeriodSeconds", policy.path("periodSeconds").asInt());
            }
        } else {
            form.putNull("Policies");
        }
        form.set("Tolerance", orNull(rules.get("tolerance")));
        return form;
    }

    private static JsonNode orNull(@Nullable JsonNode value) {
        return value == null ? Json.nodes().nullNode() : value;
    }

    static ObjectNode fromAnnotation(JsonNode form) {
        ObjectNode behavior = Json.object();
        rulesIn(behavior, "scaleUp", form.path("ScaleUp"));
        rulesIn(behavior, "scaleDown", form.path("ScaleDown"));
        return behavior;
    }

    private static void rulesIn(ObjectNode behavior, String name, JsonNode form) {
        if (!form.isObject()) {
            return;
        }
        ObjectNode rules = behavior.putObject(name);
        copy(rules, "stabilizationWindowSeconds", form.path("StabilizationWindowSeconds"));
        copy(rules, "selectPolicy", form.path("SelectPolicy"));
        copy(rules, "tolerance", form.path("Tolerance"));
        if (form.path("Policies").isArray()) {
            ArrayNode policies = rules.putArray("policies");
            for (JsonNode policy : form.path("Policies")) {
                policies.addObject()
                        .put("type", policy.path("Type").asText())
                        .put("value", policy.path("Value").asInt())
                        .put("periodSeconds", policy.path("PeriodSeconds").asInt());
            }
        }
    }

    private static void copy(ObjectNode rules, String field, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            rules.set(field, value);
        }
    }
}
