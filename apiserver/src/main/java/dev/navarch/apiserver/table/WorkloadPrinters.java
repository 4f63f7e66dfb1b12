package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Kinds that run pods. */
final class WorkloadPrinters {

    private WorkloadPrinters() {}

    static void deployment(Row row) {
        row.name()
                .add(row.number("status", "readyReplicas") + "/" + row.number("spec", "replicas"))
                .add(row.number("status", "updatedReplicas"))
                .add(row.number("status", "availableReplicas"))
                .age()
                .containers(row.at("spec", "template", "spec", "containers"))
                .add(Selectors.bare(row.at("spec", "selector")));
    }

    static void replicaSet(Row row) {
        replicas(row).add(Selectors.selector(row.at("spec", "selector")));
    }

    static void replicationController(Row row) {
        replicas(row).add(Selectors.labels(row.at("spec", "selector")));
    }

    private static Row replicas(Row row) {
        return row.name()
                .add(row.number("spec", "replicas"))
                .add(row.number("status", "replicas"))
                .add(row.number("status", "readyReplicas"))
                .age()
                .containers(row.at("spec", "template", "spec", "containers"));
    }

    static void statefulSet(Row row) {
        row.name()
                .add(row.number("status", "readyReplicas") + "/" + row.number("spec", "replicas"))
                .age()
                .containers(row.at("spec", "template", "spec", "containers"));
    }

    static void daemonSet(Row row) {
        row.name()
                .add(row.number("status", "desiredNumberScheduled"))
                .add(row.number("status", "currentNumberScheduled"))
                .add(row.number("status", "numberReady"))
                .add(row.number("status", "updatedNumberScheduled"))
                .add(row.number("status", "numberAvailable"))
                .add(Selectors.labels(row.at("spec", "template", "spec", "nodeSelector")))
                .age()
                .containers(row.at("spec", "template", "spec", "containers"))
                .add(Selectors.selector(row.at("spec", "selector")));
    }

    static void job(Row row) {
        row.name()
                .add(jobStatus(row))
                .add(completions(row))
                .add(jobDuration(row))
                .age()
                .containers(row.at("spec", "template", "spec", "containers"))
                .add(Selectors.selector(row.at("spec", "selector")));
    }

    private static String jobStatus(Row row) {
        if (isTrue(row, "Complete")) {
            return "Complete";
        }
        if (isTrue(row, "Failed")) {
            return "Failed";
        }
        if (ObjectMeta.isBeingDeleted(row.object())) {
            return "Terminating";
        }
        if (isTrue(row, "Suspended")) {
            return "Suspended";
        }
        for (String type : List.of("FailureTarget", "SuccessCriteriaMet")) {
            if (isTrue(row, type)) {
                return type;
            }
        }
        return "Running";
    }

    private static boolean isTrue(Row row, String type) {
        for (JsonNode condition : row.at("status", "conditions")) {
            if (condition.path("type").asText("").equals(type)) {
                return condition.path("status").asText("").equals("True");
            }
        }
        return false;
    }

    private static String completions(Row row) {
        long succeeded = row.number("status", "succeeded");
        if (row.at("spec", "completions").isNumber()) {
            return succeeded + "/" + row.number("spec", "completions");
        }
        long parallelism = row.number("spec", "parallelism");
        return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
    }

    private static String jobDuration(Row row) {
        Instant start = Row.instant(row.at("status", "startTime"));
        if (start == null) {
            return "";
        }
        Instant end = Row.instant(row.at("status", "completionTime"));
        return end == null ? row.since(start) : HumanDuration.format(Duration.between(start, end));
    }

    static void cronJob(Row row) {
        JsonNode last = row.at("status", "lastScheduleTime");
        JsonNode suspend = row.at("spec", "suspend");
        JsonNode job = row.at("spec", "jobTemplate", "spec");
        row.name()
                .add(row.text("spec", "schedule"))
                .add(row.textOr("<none>", "spec", "timeZone"))
                .add(!suspend.isBoolean() ? "<unset>" : suspend.booleanValue() ? "True" : "False")
                .add(row.at("status", "active").size())
                .add(last.isTextual() ? row.since(last) : "<none>")
                .age()
                .containers(job.path("template").path("spec").path("containers"))
                .add(Selectors.selector(job.path("selector")));
    }

    static void podTemplate(Row row) {
        row.name()
                .containers(row.at("template", "spec", "containers"))
                .add(Selectors.labels(row.at("template", "metadata", "labels")));
    }

    static void controllerRevision(Row row) {
        String controller = ObjectMeta.controller(row.object())
                .map(owner -> {
                    String apiVersion = owner.path("apiVersion").asText("");
                    int slash = apiVersion.indexOf('/');
                    String group = slash < 0 ? "" : "." + apiVersion.substring(0, slash);
                    String kind = owner.path("kind").asText("") + group;
                    return kind.toLowerCase(Locale.ROOT) + "/"
                            + owner.path("name").asText("");
                })
                .orElse("<none>");
        row.name().add(controller).add(row.number("revision")).age();
    }

    static void podDisruptionBudget(Row row) {
        row.name()
                .add(row.textOr("N/A", "spec", "minAvailable"))
                .add(row.textOr("N/A", "spec", "maxUnavailable"))
                .add(row.number("status", "disruptionsAllowed"))
                .age();
    }

    static void priorityClass(Row row) {
        row.name()
                .add(row.number("value"))
                .add(row.at("globalDefault").asBoolean(false))
                .age()
                .add(row.text("preemptionPolicy"));
    }
}
