package dev.navarch.controllers.nodelifecycle;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.ControllerLoop;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.nodes.NodeEvents;
import dev.navarch.controllers.nodes.NodeWriter;
import dev.navarch.controllers.nodes.Taints;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every five seconds after all nodes. All state is its one thread's. */
public final class NodeHealthMonitor implements ControllerLoop {

    private static final Logger log = LoggerFactory.getLogger(NodeHealthMonitor.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration STARTUP_GRACE = Duration.ofSeconds(60);
    private static final String LEASES = "kube-node-lease";
    private static final String EXCLUDED = "node.kubernetes.io/exclude-disruption";
    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final NodeWriter writer;
    private final SharedInformer<Node> nodes;
    private final SharedInformer<Lease> leases;
    private final PodReadiness podReadiness;
    private final Duration grace;
    private final Map<String, Node> known = new HashMap<>();
    private final Map<String, NodeHealth> health = new HashMap<>();
    private final Map<String, Zone> zones = new HashMap<>();
    private final Set<String> podsToMark = new HashSet<>();
    private final Thread thread = Thread.ofVirtual().name("node-health-monitor").unstarted(this::run);

    public NodeHealthMonitor(ControllerContext context) {
        client = context.client();
        recorder = context.events().recorder("node-controller");
        writer = new NodeWriter(client);
        nodes = context.informers().of(Node.class);
        leases = context.informers().of(Lease.class, Map.of("metadata.namespace", LEASES));
        podReadiness = new PodReadiness(client, recorder, context.informers().of(Pod.class), nodes);
        grace = Duration.ofSeconds(context.options().nodeMonitorGraceSeconds());
    }

    @Override
    public void start() {
        podReadiness.start();
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        podReadiness.close();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                pass();
            } catch (RuntimeException e) {
                log.warn("A pass over the nodes failed: {}", ApiErrors.message(e));
                log.debug("The failure", e);
            }
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pass() {
        List<Node> all = nodes.list();
        noteArrivalsAndDepartures(all);
        Map<String, int[]> readiness = new HashMap<>();
        for (Node node : all) {
            try {
                Optional<NodeCondition> ready = look(node);
                if (!hasLabel(node, EXCLUDED)) {
                    int[] counts = readiness.computeIfAbsent(Zone.keyOf(node), k -> new int[2]);
                    counts[isTrue(ready) ? 0 : 1]++;
                }
            } catch (KubernetesClientException e) {
                log.atWarn()
                        .addKeyValue("node", node.getMetadata().getName())
                        .log("The health of a node could not be updated: {}", ApiErrors.message(e));
            }
        }
        judgeZones(readiness, all);
        zones.values().forEach(this::taintNext);
    }

    private void noteArrivalsAndDepartures(List<Node> all) {
        for (Node node : all) {
            String name = node.getMetadata().getName();
            zones.computeIfAbsent(Zone.keyOf(node), k -> new Zone());
            if (known.put(name, node) == null) {
                NodeEvents.happened(recorder, node, "RegisteredNode", "Registered Node " + name + " in Controller");
            }
        }
        Set<String> present = all.stream().map(n -> n.getMetadata().getName()).collect(Collectors.toSet());
        known.values().removeIf(node -> {
            String name = node.getMetadata().getName();
            if (present.contains(name)) {
                return false;
            }
            NodeEvents.happened(recorder, node, "RemovingNode", "Removing Node " + name + " from Controller");
            health.remove(name);
            podsToMark.remove(name);
            zones.values().forEach(zone -> zone.remove(name));
            return true;
        });
    }

    /** The node's readiness after its kubelet's silence, if there is one, was taken into account. */
    private Optional<NodeCondition> look(Node cached) {
        Node node = cached;
        for (int attempt = 1; ; attempt++) {
            Optional<NodeCondition> before = NodeHealth.ready(node);
            try {
                Node after = markSilent(node);
                Optional<NodeCondition> now = NodeHealth.ready(after);
                act(after, before, now);
                return now;
            } catch (KubernetesClientException e) {
                if (attempt >= ATTEMPTS || !ApiErrors.isConflict(e)) {
                    throw e;
                }
                node = client.nodes().withName(node.getMetadata().getName()).get();
                if (node == null) {
                    return Optional.empty();
                }
            }
        }
    }

    private Node markSilent(Node node) {
        Instant now = Instant.now();
        String name = node.getMetadata().getName();
        NodeHealth nodeHealth = health.computeIfAbsent(name, k -> NodeHealth.first(node, now));
        nodeHealth.observe(node, leases.get(LEASES, name), now);
        Duration allowed = NodeHealth.ready(node).isPresent() ? grace : STARTUP_GRACE;
        if (!nodeHealth.isSilent(allowed, now)) {
            return node;
        }
        Node unknown = NodeHealth.unknown(node, now);
        return NodeHealth.ready(unknown).equals(NodeHealth.ready(node))
                ? unknown
                : client.resource(unknown).updateStatus();
    }

    private void act(Node node, Optional<NodeCondition> before, Optional<NodeCondition> now) {
        if (now.isEmpty()) {
            return;
        }
        String name = node.getMetadata().getName();
        syncEvictionTaints(node, now.get().getStatus());
        boolean fellSilent = !isTrue(now) && isTrue(before);
        if (fellSilent) {
            NodeEvents.statusChanged(recorder, node, "NodeNotReady");
        }
        if (fellSilent || (podsToMark.contains(name) && !isTrue(now))) {
            podsToMark.add(name);
            podReadiness.markNotReady(name);
        }
        podsToMark.remove(name);
    }

    private void syncEvictionTaints(Node node, String ready) {
        String name = node.getMetadata().getName();
        Zone zone = zones.computeIfAbsent(Zone.keyOf(node), k -> new Zone());
        switch (ready) {
            case "False" -> swapOrQueue(node, zone, Taints.NOT_READY, Taints.UNREACHABLE);
            case "Unknown" -> swapOrQueue(node, zone, Taints.UNREACHABLE, Taints.NOT_READY);
            default -> {
                zone.remove(name);
                removeEvictionTaints(node);
            }
        }
    }

    /** A node that is tainted already changes its taint at once; a new one waits for its turn. */
    private void swapOrQueue(Node node, Zone zone, String wanted, String opposite) {
        if (Taints.exists(node, opposite, Taints.NO_EXECUTE)) {
            writer.changeTaints(node.getMetadata().getName(), List.of(noExecute(wanted)), List.of(noExecute(opposite)));
        } else if (!Taints.exists(node, wanted, Taints.NO_EXECUTE)) {
            zone.add(node.getMetadata().getName());
        }
    }

    private void removeEvictionTaints(Node node) {
        if (Taints.exists(node, Taints.NOT_READY, Taints.NO_EXECUTE)
                || Taints.exists(node, Taints.UNREACHABLE, Taints.NO_EXECUTE)) {
            writer.changeTaints(
                    node.getMetadata().getName(),
                    List.of(),
                    List.of(noExecute(Taints.NOT_READY), noExecute(Taints.UNREACHABLE)));
        }
    }

    private void judgeZones(Map<String, int[]> readiness, List<Node> all) {
        Map<String, Zone.State> states = new HashMap<>();
        readiness.forEach((key, counts) -> states.put(key, Zone.stateOf(counts[0], counts[1])));
        boolean allDown = states.values().stream().allMatch(s -> s == Zone.State.FULL_DISRUPTION);
        zones.keySet().removeIf(key -> !readiness.containsKey(key));
        boolean allWereDown = zones.values().stream().allMatch(z -> z.state() == Zone.State.FULL_DISRUPTION);
        if (zones.isEmpty() || (allDown && allWereDown)) {
            return;
        }
        if (allDown) {
            log.info("No node of the cluster is ready: nobody is evicted until one is");
            all.forEach(this::removeEvictionTaints);
            zones.values().forEach(Zone::stop);
            return;
        }
        if (allWereDown) {
            log.info("Some nodes are ready again");
            Instant now = Instant.now();
            health.values().forEach(h -> h.forgive(now));
        }
        zones.forEach((key, zone) -> {
            Zone.State state = states.getOrDefault(key, Zone.State.NORMAL);
            if (zone.state() != state) {
                int[] counts = readiness.getOrDefault(key, new int[2]);
                zone.enter(state, counts[0] + counts[1]);
            }
        });
    }

    private void taintNext(Zone zone) {
        Optional<String> next = zone.next(Instant.now());
        Optional<Node> node = next.flatMap(name -> nodes.get(null, name));
        if (next.isEmpty()) {
            return;
        }
        String status =
                node.flatMap(NodeHealth::ready).map(NodeCondition::getStatus).orElse("True");
        try {
            switch (status) {
                case "False" ->
                    writer.changeTaints(
                            next.get(), List.of(noExecute(Taints.NOT_READY)), List.of(noExecute(Taints.UNREACHABLE)));
                case "Unknown" ->
                    writer.changeTaints(
                            next.get(), List.of(noExecute(Taints.UNREACHABLE)), List.of(noExecute(Taints.NOT_READY)));
                default -> log.debug("Node {} is ready again, or gone", next.get());
            }
            zone.remove(next.get());
        } catch (KubernetesClientException e) {
            log.atWarn().addKeyValue("node", next.get()).log("A node could not be tainted: {}", ApiErrors.message(e));
        }
    }

    private static boolean isTrue(Optional<NodeCondition> condition) {
        return condition.filter(c -> "True".equals(c.getStatus())).isPresent();
    }

    private static boolean hasLabel(Node node, String label) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels != null && labels.containsKey(label);
    }

    private static Taint noExecute(String key) {
        return new TaintBuilder().withKey(key).withEffect(Taints.NO_EXECUTE).build();
    }
}
