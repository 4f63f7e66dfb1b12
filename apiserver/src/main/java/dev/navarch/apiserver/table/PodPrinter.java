package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.ObjectMeta;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pod's row: readiness, the one word for its state, restarts. */
final class PodPrinter {

    private final Row row;
    private final Set<String> sidecars = new HashSet<>();
    private String reason;
    private long restarts;
    private long sidecarRestarts;
    private @Nullable Instant lastRestart;
    private @Nullable Instant lastSidecarRestart;
    private int total;
    private int ready;

    private PodPrinter(Row row) {
        this.row = row;
        this.reason = row.textOr(row.text("status", "phase"), "status", "reason");
    }

    static void print(Row row) {
        new PodPrinter(row).print();
    }

    private void print() {
        total = row.at("spec", "containers").size();
        findSidecars();
        if (isGated()) {
            reason = "SchedulingGated";
        }
        switch (row.text("status", "phase")) {
            case "Succeeded" -> row.condition("Completed", "True", "Succeeded", "The pod has completed successfully.");
            case "Failed" -> row.condition("Completed", "True", "Failed", "The pod failed.");
            default -> {}
        }
        if (!initializing() || hasCondition("Initialized")) {
            running();
        }
        deletion();
        row.name().add(ready + "/" + total).add(reason).add(restartCell()).age();
        wide();
    }

    private void findSidecars() {
        for (JsonNode container : row.at("spec", "initContainers")) {
            if (container.path("restartPolicy").asText("").equals("Always")) {
                sidecars.add(container.path("name").asText(""));
                total++;
            }
        }
    }

    private boolean isGated() {
        for (JsonNode condition : row.at("status", "conditions")) {
            if (condition.path("type").asText("").equals("PodScheduled")
                    && condition.path("reason").asText("").equals("SchedulingGated")) {
                return true;
            }
        }
        return false;
    }

    /** Looks through the init containers up to the first that is not done; true if there is one. */
    private boolean initializing() {
        JsonNode statuses = row.at("status", "initContainerStatuses");
        for (int i = 0; i < statuses.size(); i++) {
            JsonNode status = statuses.get(i);
            boolean sidecar = sidecars.contains(status.path("name").asText(""));
            countInit(status, sidecar);
            JsonNode terminated = status.path("state").path("terminated");
            if (terminated.isObject() && terminated.path("exitCode").asLong() == 0) {
                continue;
            }
            if (sidecar && status.path("started").asBoolean(false)) {
                ready += status.path("ready").asBoolean(false) ? 1 : 0;
                continue;
            }
            String waiting = status.path("state").path("waiting").path("reason").asText("");
            if (terminated.isObject()) {
                reason = "Init:" + endOf(terminated);
            } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
                reason = "Init:" + waiting;
            } else {
                reason = "Init:" + i + "/" + row.at("spec", "initContainers").size();
            }
            return true;
        }
        return false;
    }

    private void countInit(JsonNode status, boolean sidecar) {
        restarts += status.path("restartCount").asLong();
        lastRestart = later(lastRestart, finishedLast(status));
        if (sidecar) {
            sidecarRestarts += status.path("restartCount").asLong();
            lastSidecarRestart = later(lastSidecarRestart, finishedLast(status));
        }
    }

    private static @Nullable Instant finishedLast(JsonNode status) {
        return Row.instant(status.path("lastState").path("terminated").path("finishedAt"));
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? b : a;
    }

    private static String endOf(JsonNode terminated) {
        String reason = terminated.path("reason").asText("");
        if (!reason.isEmpty()) {
            return reason;
        }
        long signal = terminated.path("signal").asLong();
        return signal != 0
                ? "Signal:" + signal
                : "ExitCode:" + terminated.path("exitCode").asLong();
    }

    private void running() {
        restarts = sidecarRestarts;
        lastRestart = lastSidecarRestart;
        boolean running = false;
        String error = "";
        JsonNode statuses = row.at("status", "containerStatuses");
        for (int i = statuses.size() - 1; i >= 0; i--) {
            JsonNode status = statuses.get(i);
            restarts += status.path("restartCount").asLong();
            lastRestart = later(lastRestart, finishedLast(status));
            JsonNode state = status.path("state");
            String waiting = state.path("waiting").path("reason").asText("");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (state.path("terminated").isObject()) {
                reason = endOf(state.path("terminated"));
                error = state.path("terminated").path("exitCode").asLong() != 0 ? reason : error;
            } else if (status.path("ready").asBoolean(false)
                    && state.path("running").isObject()) {
                running = true;
                ready++;
            }
        }
        if (reason.equals("Completed")) {
            notAllCompleted(running, error);
        }
    }

    private void notAllCompleted(boolean running, String error) {
        if (running && hasCondition("Ready")) {
            reason = "Running";
        } else if (!error.isEmpty()) {
            reason = error;
        } else if (running) {
            reason = "NotReady";
        }
    }

    private boolean hasCondition(String type) {
        for (JsonNode condition : row.at("status", "conditions")) {
            if (condition.path("type").asText("").equals(type)
                    && condition.path("status").asText("").equals("True")) {
                return true;
            }
        }
        return false;
    }

    private void deletion() {
        if (!ObjectMeta.isBeingDeleted(row.object())) {
            return;
        }
        String phase = row.text("status", "phase");
        if (row.text("status", "reason").equals("NodeLost")) {
            reason = "Unknown";
        } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
            reason = "Terminating";
        }
    }

    private String restartCell() {
        if (restarts == 0 || lastRestart == null) {
            return Long.toString(restarts);
        }
        return restarts + " (" + row.since(lastRestart) + " ago)";
    }

    private void wide() {
        row.add(firstIp())
                .add(row.textOr("<none>", "spec", "nodeName"))
                .add(row.textOr("<none>", "status", "nominatedNodeName"))
                .add(readinessGates());
    }

    private String firstIp() {
        String ip = row.at("status", "podIPs").path(0).path("ip").asText("");
        return ip.isEmpty() ? "<none>" : ip;
    }

    private String readinessGates() {
        JsonNode gates = row.at("spec", "readinessGates");
        if (gates.isEmpty()) {
            return "<none>";
        }
        int met = 0;
        for (JsonNode gate : gates) {
            met += hasCondition(gate.path("conditionType").asText("")) ? 1 : 0;
        }
        return met + "/" + gates.size();
    }
}
