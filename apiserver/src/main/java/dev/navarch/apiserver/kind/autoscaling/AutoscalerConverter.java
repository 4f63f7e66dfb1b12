package dev.navarch.apiserver.kind.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.schema.Decoder;
import java.util.List;
import java.util.Optional;

/** Between {@code autoscaling/v1} and {@code autoscaling/v2}. */
public final class AutoscalerConverter implements ObjectConverter {

    private static final String V1 = "autoscaling/v1";
    private static final String V2 = "autoscaling/v2";
    private static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
    private static final String CURRENT_METRICS = "autoscaling.alpha.kubernetes.io/current-metrics";
    private static final String CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";
    private static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";
    private static final List<String> SHARED_SPEC = List.of("scaleTargetRef", "minReplicas", "maxReplicas");
    private static final List<String> SHARED_STATUS =
            List.of("observedGeneration", "lastScaleTime", "currentReplicas", "desiredReplicas");

    @Override
    public Optional<ObjectNode> convert(ObjectNode object, String apiVersion) {
        if (object.path("apiVersion").asText("").equals(apiVersion)) {
            return Optional.of(object);
        }
        return switch (apiVersion) {
            case V1 -> Optional.of(normalized(toV1(object), V1));
            case V2 -> Optional.of(normalized(toV2(object), V2));
            default -> Optional.empty();
        };
    }

    private static ObjectNode normalized(ObjectNode object, String apiVersion) {
        object.put("apiVersion", apiVersion);
        MessageType type =
                MessageTypes.builtIn().of(GroupVersion.parse(apiVersion).kind("HorizontalPodAutoscaler"));
        return type == null ? object : Decoder.builtIn(type, true).normalize(object);
    }

    private static ObjectNode toV1(ObjectNode object) {
        ObjectNode converted = head(object);
        JsonNode spec = object.path("spec");
        JsonNode status = object.path("status");
        ObjectNode newSpec = shared(spec, SHARED_SPEC);
        ArrayNode others = Json.array();
        for (JsonNode metric : spec.path("metrics")) {
            if (isCpuUtilization(metric)) {
                newSpec.set(
                        "targetCPUUtilizationPercentage",
                        metric.path("resource").path("target").path("averageUtilization"));
            } else {
                others.add(MetricForms.specToV1(metric));
            }
        }
        ObjectNode newStatus = shared(status, SHARED_STATUS);
        ArrayNode current = Json.array();
        for (JsonNode metric : status.path("currentMetrics")) {
            current.add(MetricForms.statusToV1(metric));
            JsonNode resource = metric.path("resource");
            JsonNode utilization = resource.path("current").path("averageUtilization");
            if (resource.path("name").asText("").equals("cpu") && utilization.isNumber()) {
                newStatus.set("currentCPUUtilizationPercentage", utilization);
            }
        }
        converted.set("spec", newSpec);
        converted.set("status", newStatus);
        annotate(converted, METRICS, others);
        annotate(converted, CURRENT_METRICS, current);
        annotate(converted, CONDITIONS, status.path("conditions"));
        if (spec.path("behavior").isObject()) {
            ObjectMeta.setAnnotation(
                    converted, BEHAVIOR, Json.string(BehaviorForms.toAnnotation(spec.path("behavior"))));
        }
        return converted;
    }

    private static void annotate(ObjectNode object, String annotation, JsonNode list) {
        if (!list.isEmpty()) {
            ObjectMeta.setAnnotation(object, annotation, Json.string(list));
        }
    }

    private static ObjectNode toV2(ObjectNode object) {
        ObjectNode converted = head(object);
        JsonNode spec = object.path("spec");
        JsonNode status = object.path("status");
        ObjectNode newSpec = shared(spec, SHARED_SPEC);
        ArrayNode metrics = Json.array();
        annotation(object, METRICS).forEach(metric -> metrics.add(MetricForms.specToV2(metric)));
        JsonNode utilization = spec.path("targetCPUUtilizationPercentage");
        if (utilization.isNumber()) {
            metrics.add(MetricForms.cpuUtilization("target", utilization));
        }
        if (!metrics.isEmpty()) {
            newSpec.set("metrics", metrics);
        }
        JsonNode behavior = annotation(object, BEHAVIOR);
        if (behavior.isObject()) {
            newSpec.set("behavior", BehaviorForms.fromAnnotation(behavior));
        }
        ObjectNode newStatus = shared(status, SHARED_STATUS);
        ArrayNode current = Json.array();
        annotation(object, CURRENT_METRICS).forEach(metric -> current.add(MetricForms.statusToV2(metric)));
        JsonNode used = status.path("currentCPUUtilizationPercentage");
        if (current.isEmpty() && used.isNumber()) {
            current.add(MetricForms.cpuUtilization("current", used));
        }
        if (!current.isEmpty()) {
            newStatus.set("currentMetrics", current);
        }
        JsonNode conditions = annotation(object, CONDITIONS);
        if (conditions.isArray()) {
            newStatus.set("conditions", conditions);
        }
        converted.set("spec", newSpec);
        converted.set("status", newStatus);
        return converted;
    }

    /** Kind and metadata, without the annotations that stand for fields. */
    private static ObjectNode head(ObjectNode object) {
        ObjectNode head = Json.object();
        head.set("kind", object.path("kind"));
        head.set("metadata", object.path("metadata").deepCopy());
        if (head.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(List.of(METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR));
            if (annotations.isEmpty()) {
                ObjectMeta.metadata(head).remove("annotations");
            }
        }
        return head;
    }

    private static ObjectNode shared(JsonNode from, List<String> fields) {
        ObjectNode part = Json.object();
        for (String field : fields) {
            JsonNode value = from.get(field);
            if (value != null) {
                part.set(field, value.deepCopy());
            }
        }
        return part;
    }

    /** What an annotation holds; missing when there is none, or none that can be read. */
    private static JsonNode annotation(ObjectNode object, String name) {
        Optional<String> text = ObjectMeta.annotation(object, name);
        if (text.isEmpty()) {
            return Json.nodes().missingNode();
        }
        try {
            return Json.parse(text.get());
        } catch (JsonSyntaxException unreadable) {
            return Json.nodes().missingNode();
        }
    }

    private static boolean isCpuUtilization(JsonNode metric) {
        JsonNode resource = metric.path("resource");
        return metric.path("type").asText("").equals("Resource")
                && resource.path("name").asText("").equals("cpu")
                && resource.path("target").path("averageUtilization").isNumber();
    }
}
