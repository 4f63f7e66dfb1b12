package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Nodes, namespaces, events and other kinds of the cluster itself. */
final class ClusterPrinters {

    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

    private ClusterPrinters() {}

    static void node(Row row) {
        JsonNode info = row.at("status", "nodeInfo");
        String architecture = info.path("architecture").asText("");
        row.name()
                .add(nodeStatus(row))
                .add(roles(row.at("metadata", "labels")))
                .age()
                .add(info.path("kubeletVersion").asText(""))
                .add(address(row, "InternalIP"))
                .add(address(row, "ExternalIP"))
                .add(orUnknown(info.path("osImage").asText("")))
                .add(orUnknown(info.path("kernelVersion").asText(""))
                        + (architecture.isEmpty() ? "" : " (" + architecture + ")"))
                .add(orUnknown(info.path("containerRuntimeVersion").asText("")));
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? "<unknown>" : text;
    }

    private static String nodeStatus(Row row) {
        String status = "Unknown";
        for (JsonNode condition : row.at("status", "conditions")) {
            if (condition.path("type").asText("").equals("Ready")) {
                status = condition.path("status").asText("").equals("True") ? "Ready" : "NotReady";
            }
        }
        boolean unschedulable = row.at("spec", "unschedulable").asBoolean(false);
        return unschedulable ? status + ",SchedulingDisabled" : status;
    }

    private static String roles(JsonNode labels) {
        var roles = new TreeSet<String>();
        labels.properties().forEach(label -> {
            if (label.getKey().startsWith(ROLE_PREFIX)) {
                roles.add(label.getKey().substring(ROLE_PREFIX.length()));
            } else if (label.getKey().equals("kubernetes.io/role")) {
                roles.add(label.getValue().asText(""));
            }
        });
        roles.remove("");
        return roles.isEmpty() ? "<none>" : String.join(",", roles);
    }

    private static String address(Row row, String type) {
        for (JsonNode address : row.at("status", "addresses")) {
            if (address.path("type").asText("").equals(type)) {
                return address.path("address").asText("");
            }
        }
        return "<none>";
    }

    static void namespace(Row row) {
        row.name().add(row.text("status", "phase")).age();
    }

    /** An event of {@code v1}, or of {@code events.k8s.io/v1} with its own names for the same fields. */
    static void event(Row row) {
        boolean core = row.text("apiVersion").equals("v1");
        JsonNode first = row.at(core ? "firstTimestamp" : "deprecatedFirstTimestamp");
        JsonNode last = row.at(core ? "lastTimestamp" : "deprecatedLastTimestamp");
        JsonNode about = row.at(core ? "involvedObject" : "regarding");
        JsonNode source = row.at(core ? "source" : "deprecatedSource");
        String firstSeen = row.since(Row.instant(first) == null ? row.at("eventTime") : first);
        String lastSeen = Row.instant(last) == null ? firstSeen : row.since(last);
        long count = row.number(core ? "count" : "deprecatedCount");
        JsonNode series = row.at("series");
        if (series.isObject()) {
            lastSeen = row.since(series.path("lastObservedTime"));
            count = series.path("count").asLong();
        } else if (count == 0) {
            count = 1;
        }
        row.add(lastSeen)
                .add(row.text("type"))
                .add(row.text("reason"))
                .add(target(about))
                .add(about.path("fieldPath").asText(""))
                .add(eventSource(row, source, core))
                .add(row.text(core ? "message" : "note").strip())
                .add(firstSeen)
                .add(count)
                .name();
    }

    private static String target(JsonNode about) {
        String kind = about.path("kind").asText("").toLowerCase(Locale.ROOT);
        String name = about.path("name").asText("");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String eventSource(Row row, JsonNode source, boolean core) {
        String component = source.path("component").asText("");
        String instance = source.path("host").asText("");
        if (component.isEmpty()) {
            component = row.text(core ? "reportingComponent" : "reportingController");
        }
        if (instance.isEmpty()) {
            instance = row.text("reportingInstance");
        }
        return instance.isEmpty() ? component : component + ", " + instance;
    }

    static void componentStatus(Row row) {
        for (JsonNode condition : row.at("conditions")) {
            if (condition.path("type").asText("").equals("Healthy")) {
                row.name()
                        .add(condition.path("status").asText("").equals("True") ? "Healthy" : "Unhealthy")
                        .add(condition.path("message").asText(""))
                        .add(condition.path("error").asText(""));
                return;
            }
        }
        row.name().add("Unknown").add("").add("");
    }

    static void configMap(Row row) {
        row.name().add(row.at("data").size() + row.at("binaryData").size()).age();
    }

    static void secret(Row row) {
        row.name().add(row.text("type")).add(row.at("data").size()).age();
    }

    static void nameAndAge(Row row) {
        row.name().age();
    }

    static void resourceQuota(Row row) {
        var requests = new ArrayList<String>();
        var limits = new ArrayList<String>();
        JsonNode hard = row.at("status", "hard");
        for (String resource : sortedNames(hard)) {
            String used = row.at("status", "used").path(resource).asText("0");
            String cell = resource + ": " + used + "/" + hard.path(resource).asText("0");
            (resource.startsWith("limits.") ? limits : requests).add(cell);
        }
        row.name()
                .add(String.join(", ", requests))
                .add(String.join(", ", limits))
                .age();
    }

    private static Set<String> sortedNames(JsonNode node) {
        var names = new TreeSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static void lease(Row row) {
        row.name().add(row.text("spec", "holderIdentity")).age();
    }

    static void runtimeClass(Row row) {
        row.name().add(row.text("handler")).age();
    }

    static void flowSchema(Row row) {
        String dangling = "?";
        for (JsonNode condition : row.at("status", "conditions")) {
            if (condition.path("type").asText("").equals("Dangling")) {
                dangling = condition.path("status").asText("");
                break;
            }
        }
        row.name()
                .add(row.text("spec", "priorityLevelConfiguration", "name"))
                .add(row.number("spec", "matchingPrecedence"))
                .add(row.textOr("<none>", "spec", "distinguisherMethod", "type"))
                .age()
                .add(dangling);
    }

    static void priorityLevel(Row row) {
        JsonNode queuing = row.at("spec", "limited", "limitResponse", "queuing");
        row.name().add(row.text("spec", "type"));
        numberOrNone(row, row.at("spec", "limited", "nominalConcurrencyShares"));
        numberOrNone(row, queuing.path("queues"));
        numberOrNone(row, queuing.path("handSize"));
        numberOrNone(row, queuing.path("queueLengthLimit"));
        row.age();
    }

    private static void numberOrNone(Row row, JsonNode number) {
        if (number.isNumber()) {
            row.add(number.longValue());
        } else {
            row.add("<none>");
        }
    }

    static void apiService(Row row) {
        JsonNode service = row.at("spec", "service");
        String available = "Unknown";
        for (JsonNode condition : row.at("status", "conditions")) {
            if (condition.path("type").asText("").equals("Available")) {
                String status = condition.path("status").asText("");
                String reason = condition.path("reason").asText("");
                available = status.equals("True") || reason.isEmpty() ? status : status + " (" + reason + ")";
                break;
            }
        }
        row.name()
                .add(
                        service.isObject()
                                ? service.path("namespace").asText("") + "/"
                                        + service.path("name").asText("")
                                : "Local")
                .add(available)
                .age();
    }
}
