package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Works {@code matchLabelKeys} and {@code mismatchLabelKeys} of affinity terms and spread constraints into their label
 * selectors, with the pod's own values; done once, at creation.
 */
final class MatchLabelKeys {

    private MatchLabelKeys() {}

    static void merge(ObjectNode pod) {
        ObjectNode labels = Fields.object(Fields.object(pod, "metadata"), "labels");
        ObjectNode spec = Fields.object(pod, "spec");
        ObjectNode affinity = Fields.object(spec, "affinity");
        affinity(Fields.object(affinity, "podAffinity"), labels);
        affinity(Fields.object(affinity, "podAntiAffinity"), labels);
        for (ObjectNode constraint : Fields.objects(spec, "topologySpreadConstraints")) {
            term(constraint, labels);
        }
    }

    private static void affinity(@Nullable ObjectNode affinity, @Nullable ObjectNode labels) {
        for (ObjectNode weighted : Fields.objects(affinity, "preferredDuringSchedulingIgnoredDuringExecution")) {
            ObjectNode term = Fields.object(weighted, "podAffinityTerm");
            if (term != null) {
                term(term, labels);
            }
        }
        for (ObjectNode term : Fields.objects(affinity, "requiredDuringSchedulingIgnoredDuringExecution")) {
            term(term, labels);
        }
    }

    private static void term(ObjectNode term, @Nullable ObjectNode labels) {
        ObjectNode selector = Fields.object(term, "labelSelector");
        if (selector == null || labels == null) {
            return;
        }
        require(selector, Fields.strings(term, "matchLabelKeys"), "In", labels);
        require(selector, Fields.strings(term, "mismatchLabelKeys"), "NotIn", labels);
    }

    private static void require(ObjectNode selector, Iterable<String> keys, String operator, ObjectNode labels) {
        for (String key : keys) {
            if (labels.has(key)) {
                ArrayNode expressions = selector.get("matchExpressions") instanceof ArrayNode present
                        ? present
                        : selector.putArray("matchExpressions");
                ObjectNode expression = expressions.addObject();
                expression.put("key", key);
                expression.put("operator", operator);
                expression.putArray("values").add(labels.get(key).asText());
            }
        }
    }
}
