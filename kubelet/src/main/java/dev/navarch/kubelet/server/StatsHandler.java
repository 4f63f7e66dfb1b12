package dev.navarch.kubelet.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.kubelet.node.Machine;
import dev.navarch.kubelet.pod.PodWorkers;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.ContainerStats;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.SandboxStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** {@code /stats/summary} and {@code /metrics}: read when asked, from the kernel's own counters. */
final class StatsHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PodAccess pods;
    private final PodWorkers workers;
    private final String nodeName;
    private final Instant started = Instant.now();
    /** The last reading of each container, for rates. */
    private final Map<String, ContainerStats> before = new ConcurrentHashMap<>();

    StatsHandler(PodAccess pods, PodWorkers workers, String nodeName) {
        this.pods = pods;
        this.workers = workers;
        this.nodeName = nodeName;
    }

    private Optional<ContainerStats> read(String id) {
        try {
            return pods.runtime().stats(id);
        } catch (ContainerRuntimeException e) {
            return Optional.empty();
        }
    }

    String summary(boolean onlyCpuAndMemory) {
        ObjectNode summary = JSON.createObjectNode();
        ObjectNode node = summary.putObject("node");
        node.put("nodeName", nodeName).put("startTime", started.toString());
        Optional<ContainerStats> machine = MachineStats.read();
        machine.ifPresent(stats -> cpuAndMemory(node, "node", stats));
        ArrayNode list = summary.putArray("pods");
        for (Pod pod : pods.pods()) {
            workers.runtimeStatus(pod.getMetadata().getUid())
                    .filter(status -> !status.running().isEmpty())
                    .ifPresent(status -> pod(list.addObject(), pod, status, onlyCpuAndMemory));
        }
        return summary.toString();
    }

    private void pod(ObjectNode out, Pod pod, PodRuntimeStatus status, boolean onlyCpuAndMemory) {
        out.putObject("podRef")
                .put("name", pod.getMetadata().getName())
                .put("namespace", pod.getMetadata().getNamespace())
                .put("uid", pod.getMetadata().getUid());
        out.put(
                "startTime",
                status.sandbox().map(SandboxStatus::createdAt).orElse(started).toString());
        ArrayNode containers = out.putArray("containers");
        long nanos = 0;
        long rate = 0;
        long workingSet = 0;
        for (RuntimeContainer container : status.running()) {
            Optional<ContainerStats> stats = read(container.id());
            if (stats.isEmpty()) {
                continue;
            }
            ObjectNode entry = containers.addObject();
            entry.put("name", container.name());
            entry.put("startTime", String.valueOf(container.startedAt()));
            rate += cpuAndMemory(entry, container.id(), stats.get());
            nanos += stats.get().cpuNanos();
            workingSet += stats.get().memoryWorkingSet();
        }
        String now = Instant.now().toString();
        out.putObject("cpu").put("time", now).put("usageNanoCores", rate).put("usageCoreNanoSeconds", nanos);
        out.putObject("memory").put("time", now).put("usageBytes", workingSet).put("workingSetBytes", workingSet);
        if (!onlyCpuAndMemory) {
            status.readySandbox().flatMap(s -> read(s.id())).ifPresent(stats -> network(out, stats));
        }
    }

    /** Returns the CPU's rate in nano-cores since the last reading. */
    private long cpuAndMemory(ObjectNode out, String key, ContainerStats stats) {
        ContainerStats last = before.put(key, stats);
        long rate = 0;
        if (last != null) {
            long nanos = Duration.between(last.at(), stats.at()).toNanos();
            rate = nanos <= 0 ? 0 : Math.max(0, (long) ((stats.cpuNanos() - last.cpuNanos()) * 1e9 / nanos));
        }
        String time = stats.at().toString();
        out.putObject("cpu")
                .put("time", time)
                .put("usageNanoCores", rate)
                .put("usageCoreNanoSeconds", stats.cpuNanos());
        ObjectNode memory = out.putObject("memory");
        memory.put("time", time);
        if (stats.memoryLimit() > 0) {
            memory.put("availableBytes", Math.max(0, stats.memoryLimit() - stats.memoryWorkingSet()));
        }
        memory.put("usageBytes", stats.memoryUsage())
                .put("workingSetBytes", stats.memoryWorkingSet())
                .put("rssBytes", stats.memoryRss())
                .put("pageFaults", stats.pageFaults())
                .put("majorPageFaults", stats.majorPageFaults());
        return rate;
    }

    private static void network(ObjectNode out, ContainerStats stats) {
        ObjectNode network = out.putObject("network");
        network.put("time", stats.at().toString()).put("name", "eth0");
        ObjectNode entry = JSON.createObjectNode();
        entry.put("name", "eth0")
                .put("rxBytes", stats.rxBytes())
                .put("rxErrors", stats.rxErrors())
                .put("txBytes", stats.txBytes())
                .put("txErrors", stats.txErrors());
        network.setAll(entry.deepCopy());
        network.putArray("interfaces").add(entry);
    }

    /** Below {@code /metrics}: nothing for the kubelet's own, {@code cadvisor}, {@code resource} or {@code probes}. */
    String metrics(List<String> below) throws HttpError {
        String which = below.isEmpty() ? "" : below.getFirst();
        return switch (which) {
            case "" -> kubelet();
            case "cadvisor", "resource" -> containers(which.equals("cadvisor"));
            case "probes" -> "";
            default -> throw new HttpError(404, "404 page not found");
        };
    }

    private String kubelet() {
        long containers = pods.pods().stream()
                .map(p -> workers.runtimeStatus(p.getMetadata().getUid()))
                .flatMap(Optional::stream)
                .mapToLong(s -> s.running().size())
                .sum();
        long sandboxes = pods.pods().stream()
                .map(p -> workers.runtimeStatus(p.getMetadata().getUid()))
                .flatMap(Optional::stream)
                .filter(s -> s.readySandbox().isPresent())
                .count();
        return "# TYPE kubelet_node_name gauge\nkubelet_node_name{node=\"" + nodeName + "\"} 1\n"
                + "# TYPE kubelet_running_pods gauge\nkubelet_running_pods " + sandboxes + "\n"
                + "# TYPE kubelet_running_containers gauge\nkubelet_running_containers{container_state=\"running\"} "
                + containers + "\n"
                + "# TYPE kubelet_desired_pods gauge\nkubelet_desired_pods{static=\"\"} "
                + pods.pods().size() + "\n";
    }

    private String containers(boolean cadvisor) {
        StringBuilder cpu = new StringBuilder("# TYPE container_cpu_usage_seconds_total counter\n");
        StringBuilder memory = new StringBuilder("# TYPE container_memory_working_set_bytes gauge\n");
        for (Pod pod : pods.pods()) {
            workers.runtimeStatus(pod.getMetadata().getUid())
                    .ifPresent(status ->
                            status.running().forEach(c -> read(c.id()).ifPresent(s -> append(cpu, memory, pod, c, s))));
        }
        if (cadvisor) {
            memory.append("# TYPE machine_memory_bytes gauge\nmachine_memory_bytes ")
                    .append(Machine.memoryBytes())
                    .append("\n# TYPE machine_cpu_cores gauge\nmachine_cpu_cores ")
                    .append(Runtime.getRuntime().availableProcessors())
                    .append('\n');
        }
        return cpu.append(memory).toString();
    }

    private static void append(
            StringBuilder cpu, StringBuilder memory, Pod pod, RuntimeContainer container, ContainerStats stats) {
        String labels = "{container=\"" + container.name() + "\",namespace=\""
                + pod.getMetadata().getNamespace() + "\",pod=\""
                + pod.getMetadata().getName() + "\"} ";
        cpu.append("container_cpu_usage_seconds_total")
                .append(labels)
                .append(String.format(Locale.ROOT, "%.6f%n", stats.cpuNanos() / 1e9));
        memory.append("container_memory_working_set_bytes")
                .append(labels)
                .append(stats.memoryWorkingSet())
                .append('\n');
    }
}
