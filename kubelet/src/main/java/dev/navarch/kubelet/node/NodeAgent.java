package dev.navarch.kubelet.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.ImageStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Node object true: registers it, looks at the machine every {@code updateFrequency}, and writes when something
 * has changed or {@code reportFrequency} has passed. Everything happens on one virtual thread that {@link #refresh} wakes.
 */
public final class NodeAgent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeAgent.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LAST_RETRY = Duration.ofSeconds(7);

    private final KubernetesClient client;
    private final ContainerRuntime runtime;
    private final RuntimeHealth health;
    private final EventRecorder events;
    private final Settings settings;
    private final Supplier<Map<String, String>> pressure;
    private final Thread thread;
    private final Object signal = new Object();
    /** Guarded by {@code signal}. */
    private boolean refresh;

    private @Nullable NodeStatus written;
    private Instant writtenAt = Instant.EPOCH;

    /** Who the node is and how often it reports. */
    public record Settings(
            String name,
            String ip,
            int port,
            String kubeletVersion,
            Map<String, String> labels,
            List<String> taints,
            boolean register,
            Map<String, io.fabric8.kubernetes.api.model.Quantity> capacity,
            Map<String, io.fabric8.kubernetes.api.model.Quantity> allocatable,
            Duration updateFrequency,
            Duration reportFrequency) {}

    /** @param pressure condition types under which the node suffers now */
    public NodeAgent(
            KubernetesClient client,
            ContainerRuntime runtime,
            RuntimeHealth health,
            EventRecorder events,
            Settings settings,
            Supplier<Map<String, String>> pressure) {
        this.client = client;
        this.runtime = runtime;
        this.health = health;
        this.events = events;
        this.settings = settings;
        this.pressure = pressure;
        this.thread = Thread.ofVirtual().name("node-status-" + settings.name).unstarted(this::run);
    }

    public void start() {
        events.normal(reference(), "Starting", "Starting kubelet.");
        thread.start();
    }

    /** Looks at the machine again now. */
    public void refresh() {
        synchronized (signal) {
            refresh = true;
            signal.notifyAll();
        }
    }

    /** As upstream refers to nodes in events: the name stands for the uid too. */
    public ObjectReference reference() {
        return new ObjectReferenceBuilder()
                .withKind("Node")
                .withName(settings.name)
                .withUid(settings.name)
                .build();
    }

    private void run() {
        Duration retry = Duration.ofMillis(200);
        try {
            while (true) {
                health.check();
                try {
                    report();
                    retry = Duration.ofMillis(200);
                    pause(settings.updateFrequency);
                } catch (KubernetesClientException e) {
                    log.atDebug().setCause(e).log("node status not written");
                    pause(retry);
                    retry = retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        synchronized (signal) {
            for (long left = duration.toNanos(); left > 0 && !refresh; left = end - System.nanoTime()) {
                signal.wait(left / 1_000_000 + 1);
            }
            refresh = false;
        }
    }

    private void report() {
        NodeStatus before = written;
        if (before == null) {
            Node node = ensureNode();
            before = node.getStatus() == null ? new NodeStatus() : node.getStatus();
        }
        NodeStatus now = NodeStatuses.of(
                new NodeStatuses.Fixed(
                        settings.name,
                        settings.ip,
                        settings.port,
                        settings.kubeletVersion,
                        settings.capacity,
                        settings.allocatable),
                new NodeStatuses.Now(health.trouble(), runtimeVersion(), images(before), pressure.get()),
                before);
        boolean due = Duration.between(writtenAt, Instant.now()).compareTo(settings.reportFrequency) >= 0;
        if (due || !withoutHeartbeats(now).equals(withoutHeartbeats(before))) {
            patch(now);
            tell(before, now);
            written = now;
            writtenAt = Instant.now();
        }
    }

    private String runtimeVersion() {
        return health.info().map(i -> i.name() + "://" + i.version()).orElse("");
    }

    private List<ImageStatus> images(NodeStatus before) {
        try {
            return runtime.images();
        } catch (ContainerRuntimeException e) {
            return before.getImages().stream()
                    .map(i -> new ImageStatus(
                            "",
                            i.getNames(),
                            List.of(),
                            i.getSizeBytes() == null ? 0 : i.getSizeBytes(),
                            "",
                            Instant.EPOCH))
                    .toList();
        }
    }

    private static ObjectNode withoutHeartbeats(NodeStatus status) {
        ObjectNode tree = JSON.valueToTree(status);
        tree.path("conditions").forEach(c -> ((ObjectNode) c).remove("lastHeartbeatTime"));
        List.of("config", "features", "runtimeHandlers", "volumesAttached", "volumesInUse", "phase", "declaredFeatures")
                .forEach(tree::remove);
        return tree;
    }

    private void patch(NodeStatus status) {
        ObjectNode patch = JSON.createObjectNode();
        ObjectNode tree = JSON.valueToTree(status);
        patch.set("status", tree);
        try {
            client.nodes()
                    .withName(settings.name)
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch.toString());
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                written = null;
            }
            throw e;
        }
    }

    private static final Map<String, List<String>> CONDITION_EVENTS = Map.of(
            "MemoryPressure", List.of("NodeHasInsufficientMemory", "NodeHasSufficientMemory"),
            "DiskPressure", List.of("NodeHasDiskPressure", "NodeHasNoDiskPressure"),
            "PIDPressure", List.of("NodeHasInsufficientPID", "NodeHasSufficientPID"),
            "Ready", List.of("NodeReady", "NodeNotReady"));

    private void tell(NodeStatus before, NodeStatus now) {
        Map<String, String> old = new HashMap<>();
        before.getConditions().forEach(c -> old.put(c.getType(), c.getStatus()));
        for (NodeCondition condition : now.getConditions()) {
            List<String> names = CONDITION_EVENTS.get(condition.getType());
            if (names != null && !Objects.equals(old.get(condition.getType()), condition.getStatus())) {
                String name = names.get(condition.getStatus().equals("True") ? 0 : 1);
                events.normal(reference(), name, "Node " + settings.name + " status is now: " + name);
            }
        }
    }

    private Node ensureNode() {
        Node node = client.nodes().withName(settings.name).get();
        if (node != null) {
            return relabelled(node);
        }
        if (!settings.register) {
            throw new KubernetesClientException("node \"" + settings.name + "\" not found and --register-node=false");
        }
        Node fresh = new NodeBuilder()
                .withNewMetadata()
                .withName(settings.name)
                .withLabels(labels())
                .withAnnotations(Map.of("volumes.kubernetes.io/controller-managed-attach-detach", "true"))
                .endMetadata()
                .withNewSpec()
                .withTaints(settings.taints.stream().map(NodeAgent::taint).toList())
                .endSpec()
                .build();
        log.atInfo().addKeyValue("node", settings.name).log("registering the node");
        return client.nodes().resource(fresh).create();
    }

    private Node relabelled(Node node) {
        Map<String, String> have = node.getMetadata().getLabels() == null
                ? Map.of()
                : node.getMetadata().getLabels();
        Map<String, String> missing = new HashMap<>(labels());
        missing.entrySet().removeIf(e -> e.getValue().equals(have.get(e.getKey())));
        if (missing.isEmpty()) {
            return node;
        }
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("metadata").set("labels", JSON.valueToTree(missing));
        return client.nodes()
                .withName(settings.name)
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch.toString());
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>(settings.labels);
        labels.put("kubernetes.io/hostname", settings.name);
        labels.put("kubernetes.io/os", "linux");
        labels.put("kubernetes.io/arch", Machine.architecture());
        labels.put("beta.kubernetes.io/os", "linux");
        labels.put("beta.kubernetes.io/arch", Machine.architecture());
        return labels;
    }

    /** {@code key=value:Effect} or {@code key:Effect}. */
    private static Taint taint(String text) {
        int colon = text.lastIndexOf(':');
        String key = text.substring(0, Math.max(0, colon));
        int equals = key.indexOf('=');
        return new TaintBuilder()
                .withKey(equals < 0 ? key : key.substring(0, equals))
                .withValue(equals < 0 ? null : key.substring(equals + 1))
                .withEffect(text.substring(colon + 1))
                .build();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
