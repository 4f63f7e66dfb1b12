package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** HorizontalPodAutoscalers, in both served versions. */
final class AutoscalerPrinter {

    private static final int SHOWN = 2;
    private static final String UNKNOWN = "<unknown>";

    private AutoscalerPrinter() {}

    static void print(Row row) {
        row.name()
                .add(row.text("spec", "scaleTargetRef", "kind") + "/" + row.text("spec", "scaleTargetRef", "name"))
                .add(targets(row))
                .add(row.textOr("<unset>", "spec", "minReplicas"))
                .add(row.number("spec", "maxReplicas"))
                .add(row.number("status", "currentReplicas"))
                .age();
    }

    private static String targets(Row row) {
        JsonNode cpu = row.at("spec", "targetCPUUtilizationPercentage");
        if (cpu.isNumber()) {
            JsonNode current = row.at("status", "currentCPUUtilizationPercentage");
            return "cpu: " + percent(current, UNKNOWN) + "/" + percent(cpu, "<auto>");
        }
        JsonNode specs = row.at("spec", "metrics");
        if (specs.isEmpty()) {
            return "<none>";
        }
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            shown.add(metric(specs.get(i), row.at("status", "currentMetrics").path(i)));
        }
        if (shown.size() > SHOWN) {
            return String.join(", ", shown.subList(0, SHOWN)) + " + " + (shown.size() - SHOWN) + " more...";
        }
        return String.join(", ", shown);
    }

    private static String metric(JsonNode spec, JsonNode status) {
        return switch (spec.path("type").asText("")) {
            case "External" -> value(spec.path("external"), status.path("external"));
            case "Object" -> value(spec.path("object"), status.path("object"));
            case "Pods" -> {
                JsonNode current = status.path("pods").path("current").path("averageValue");
                yield current.asText(UNKNOWN) + "/"
                        + spec.path("pods").path("target").path("averageValue").asText("0");
            }
            case "Resource" -> resource(spec.path("resource"), status.path("resource"));
            case "ContainerResource" -> resource(spec.path("containerResource"), status.path("containerResource"));
            default -> "<unknown type>";
        };
    }

    private static String value(JsonNode spec, JsonNode status) {
        JsonNode average = spec.path("target").path("averageValue");
        if (average.isTextual()) {
            return status.path("current").path("averageValue").asText(UNKNOWN) + "/" + average.textValue() + " (avg)";
        }
        return status.path("current").path("value").asText(UNKNOWN) + "/"
                + spec.path("target").path("value").asText("0");
    }

    private static String resource(JsonNode spec, JsonNode status) {
        String name = spec.path("name").asText("");
        JsonNode average = spec.path("target").path("averageValue");
        if (average.isTextual()) {
            return name + ": " + status.path("current").path("averageValue").asText(UNKNOWN) + "/"
                    + average.textValue();
        }
        return name + ": " + percent(status.path("current").path("averageUtilization"), UNKNOWN) + "/"
                + percent(spec.path("target").path("averageUtilization"), "<auto>");
    }

    private static String percent(JsonNode number, String otherwise) {
        return number.isNumber() ? number.asText() + "%" : otherwise;
    }
}
