package dev.navarch.apiserver.kind.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import org.jspecify.annotations.Nullable;

/** One metric of an autoscaler, as each version writes it. */
final class MetricForms {

    private static final String[] SOURCES = {"object", "pods", "resource", "containerResource", "external"};

    private MetricForms() {}

    /** {@code part} is {@code target} or {@code current}. */
    static ObjectNode cpuUtilization(String part, JsonNode percentage) {
        ObjectNode metric = Json.object().put("type", "Resource");
        ObjectNode resource = metric.putObject("resource").put("name", "cpu");
        ObjectNode value = resource.putObject(part);
        if (part.equals("target")) {
            value.put("type", "Utilization");
        }
        value.set("averageUtilization", percentage);
        return metric;
    }

    static ObjectNode specToV1(JsonNode metric) {
        ObjectNode form = type(metric);
        for (String source : SOURCES) {
            JsonNode from = metric.path(source);
            if (from.isObject()) {
                form.set(source, sourceToV1(source, from, "target"));
            }
        }
        return form;
    }

    static ObjectNode statusToV1(JsonNode metric) {
        ObjectNode form = type(metric);
        for (String source : SOURCES) {
            JsonNode from = metric.path(source);
            if (from.isObject()) {
                form.set(source, sourceToV1(source, from, "current"));
            }
        }
        return form;
    }

    private static ObjectNode sourceToV1(String source, JsonNode from, String part) {
        ObjectNode form = Json.object();
        JsonNode value = from.path(part);
        boolean spec = part.equals("target");
        switch (source) {
            case "object" -> {
                copy(form, "target", from.get("describedObject"));
                copy(form, "metricName", from.path("metric").get("name"));
                form.set(spec ? "targetValue" : "currentValue", orZero(value.get("value")));
                copy(form, "selector", from.path("metric").get("selector"));
                copy(form, "averageValue", value.get("averageValue"));
            }
            case "pods" -> {
                copy(form, "metricName", from.path("metric").get("name"));
                form.set(spec ? "targetAverageValue" : "currentAverageValue", orZero(value.get("averageValue")));
                copy(form, "selector", from.path("metric").get("selector"));
            }
            case "external" -> {
                copy(form, "metricName", from.path("metric").get("name"));
                copy(form, "metricSelector", from.path("metric").get("selector"));
                if (spec) {
                    copy(form, "targetValue", value.get("value"));
                } else {
                    form.set("currentValue", orZero(value.get("value")));
                }
                copy(form, spec ? "targetAverageValue" : "currentAverageValue", value.get("averageValue"));
            }
            default -> {
                copy(form, "name", from.get("name"));
                copy(
                        form,
                        spec ? "targetAverageUtilization" : "currentAverageUtilization",
                        value.get("averageUtilization"));
                if (spec) {
                    copy(form, "targetAverageValue", value.get("averageValue"));
                } else {
                    form.set("currentAverageValue", orZero(value.get("averageValue")));
                }
                copy(form, "container", from.get("container"));
            }
        }
        return form;
    }

    static ObjectNode specToV2(JsonNode metric) {
        ObjectNode form = type(metric);
        for (String source : SOURCES) {
            JsonNode from = metric.path(source);
            if (from.isObject()) {
                form.set(source, specSourceToV2(source, from));
            }
        }
        return form;
    }

    private static ObjectNode specSourceToV2(String source, JsonNode from) {
        ObjectNode form = Json.object();
        ObjectNode target = Json.object();
        switch (source) {
            case "object" -> {
                boolean average = from.hasNonNull("averageValue");
                target.put("type", average ? "AverageValue" : "Value");
                if (!average || !from.path("targetValue").asText("0").equals("0")) {
                    copy(target, "value", from.get("targetValue"));
                }
                copy(target, "averageValue", from.get("averageValue"));
                copy(form, "describedObject", from.get("target"));
                form.set("metric", identifier(from, "selector"));
            }
            case "pods" -> {
                target.put("type", "AverageValue");
                copy(target, "averageValue", from.get("targetAverageValue"));
                form.set("metric", identifier(from, "selector"));
            }
            case "external" -> {
                target.put("type", from.hasNonNull("targetValue") ? "Value" : "AverageValue");
                copy(target, "value", from.get("targetValue"));
                copy(target, "averageValue", from.get("targetAverageValue"));
                form.set("metric", identifier(from, "metricSelector"));
            }
            default -> {
                target.put("type", from.hasNonNull("targetAverageUtilization") ? "Utilization" : "AverageValue");
                copy(target, "averageUtilization", from.get("targetAverageUtilization"));
                copy(target, "averageValue", from.get("targetAverageValue"));
                copy(form, "name", from.get("name"));
                copy(form, "container", from.get("container"));
            }
        }
        form.set("target", target);
        return form;
    }

    static ObjectNode statusToV2(JsonNode metric) {
        ObjectNode form = type(metric);
        for (String source : SOURCES) {
            JsonNode from = metric.path(source);
            if (from.isObject()) {
                form.set(source, statusSourceToV2(source, from));
            }
        }
        return form;
    }

    private static ObjectNode statusSourceToV2(String source, JsonNode from) {
        ObjectNode form = Json.object();
        ObjectNode current = Json.object();
        switch (source) {
            case "object" -> {
                copy(current, "value", from.get("currentValue"));
                copy(current, "averageValue", from.get("averageValue"));
                copy(form, "describedObject", from.get("target"));
                form.set("metric", identifier(from, "selector"));
            }
            case "pods" -> {
                copy(current, "averageValue", from.get("currentAverageValue"));
                form.set("metric", identifier(from, "selector"));
            }
            case "external" -> {
                copy(current, "value", from.get("currentValue"));
                copy(current, "averageValue", from.get("currentAverageValue"));
                form.set("metric", identifier(from, "metricSelector"));
            }
            default -> {
                copy(current, "averageUtilization", from.get("currentAverageUtilization"));
                copy(current, "averageValue", from.get("currentAverageValue"));
                copy(form, "name", from.get("name"));
                copy(form, "container", from.get("container"));
            }
        }
        form.set("current", current);
        return form;
    }

    private static ObjectNode identifier(JsonNode from, String selector) {
        ObjectNode metric = Json.object();
        copy(metric, "name", from.get("metricName"));
        copy(metric, "selector", from.get(selector));
        return metric;
    }

    private static ObjectNode type(JsonNode metric) {
        return Json.object().put("type", metric.path("type").asText(""));
    }

    private static void copy(ObjectNode form, String field, @Nullable JsonNode value) {
        if (value != null && !value.isNull()) {
            form.set(field, value);
        }
    }

    private static JsonNode orZero(@Nullable JsonNode value) {
        return value == null || value.isNull() ? Json.nodes().textNode("0") : value;
    }
}
