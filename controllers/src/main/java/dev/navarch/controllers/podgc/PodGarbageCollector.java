package dev.navarch.controllers.podgc;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.ControllerLoop;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.nodes.NodeConditions;
import dev.navarch.controllers.nodes.Taints;
import dev.navarch.controllers.pods.Batches;
import dev.navarch.controllers.pods.PodDisruption;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pod garbage collector: a pass every 20 s. */
public final class PodGarbageCollector implements ControllerLoop {

    private static final Logger log = LoggerFactory.getLogger(PodGarbageCollector.class);
    private static final Duration PERIOD = Duration.ofSeconds(20);

    /** How long a node must be missing: its registration may be on its way. */
    private static final Duration QUARANTINE = Duration.ofSeconds(40);

    private final KubernetesClient client;
    private final SharedInformer<Pod> pods;
    private final SharedInformer<Node> nodes;
    private final PodDisruption disruption;
    private final int terminatedPodThreshold;
    private final Map<String, Instant> missingNodes = new HashMap<>();
    private final Thread thread =
            Thread.ofVirtual().name("pod-garbage-collector").unstarted(this::run);

    public PodGarbageCollector(ControllerContext context) {
        client = context.client();
        pods = context.informers().of(Pod.class);
        nodes = context.informers().of(Node.class);
        disruption = new PodDisruption(client);
        terminatedPodThreshold = context.options().terminatedPodThreshold();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                collect();
            } catch (RuntimeException e) {
                log.warn("A pass of the pod garbage collector failed: {}", ApiErrors.message(e));
            }
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void collect() {
        List<Pod> all = pods.list();
        collectFinished(all);
        collectOutOfService(all);
        collectOfMissingNodes(all);
        collectUnscheduled(all);
    }

    private void collectFinished(List<Pod> all) {
        if (terminatedPodThreshold == 0) {
            return;
        }
        List<Pod> finished = all.stream().filter(PodState::isTerminal).toList();
        int surplus = finished.size() - terminatedPodThreshold;
        if (surplus > 0) {
            log.info("Deleting {} finished pods", surplus);
            List<Pod> oldest =
                    finished.stream().sorted(evictedThenOldest()).limit(surplus).toList();
            each(oldest, disruption::fail);
        }
    }

    private static Comparator<Pod> evictedThenOldest() {
        return Comparator.comparing((Pod pod) -> !isEvicted(pod))
                .thenComparing(
                        pod -> Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), ""))
                .thenComparing(pod -> pod.getMetadata().getName());
    }

    private static boolean isEvicted(Pod pod) {
        return PodState.phase(pod).equals("Failed")
                && "Evicted".equals(pod.getStatus().getReason());
    }

    private void collectOutOfService(List<Pod> all) {
        List<Pod> stuck = all.stream()
                .filter(Pod::isMarkedForDeletion)
                .filter(pod -> nodes.get(null, nodeName(pod))
                        .filter(node -> !NodeConditions.isReady(node))
                        .filter(node -> Taints.of(node).stream()
                                .anyMatch(t -> t.getKey().equals(Taints.OUT_OF_SERVICE)))
                        .isPresent())
                .toList();
        each(stuck, disruption::fail);
    }

    private void collectOfMissingNodes(List<Pod> all) {
        Set<String> existing =
                nodes.list().stream().map(n -> n.getMetadata().getName()).collect(Collectors.toSet());
        Set<String> missing = new HashSet<>();
        all.stream()
                .map(PodGarbageCollector::nodeName)
                .filter(name -> !name.isEmpty() && !existing.contains(name))
                .forEach(missing::add);
        Instant now = Instant.now();
        missingNodes.keySet().retainAll(missing);
        missing.forEach(name -> missingNodes.putIfAbsent(name, now));
        Set<String> gone = missingNodes.entrySet().stream()
                .filter(e -> !e.getValue().plus(QUARANTINE).isAfter(now))
                .map(Map.Entry::getKey)
                .filter(name -> client.nodes().withName(name).get() == null)
                .collect(Collectors.toSet());
        if (!gone.isEmpty()) {
            List<Pod> orphaned =
                    all.stream().filter(pod -> gone.contains(nodeName(pod))).toList();
            each(orphaned, pod -> disruption.fail(pod, "DeletionByPodGC", "PodGC: node no longer exists"));
        }
    }

    private void collectUnscheduled(List<Pod> all) {
        List<Pod> unscheduled = all.stream()
                .filter(pod -> pod.isMarkedForDeletion() && nodeName(pod).isEmpty())
                .toList();
        each(unscheduled, disruption::fail);
    }

    private static void each(List<Pod> chosen, Consumer<Pod> action) {
        if (chosen.isEmpty()) {
            return;
        }
        Batches.all(chosen.stream()
                .<Runnable>map(pod -> () -> tolerantly(pod, action))
                .toList());
    }

    private static void tolerantly(Pod pod, Consumer<Pod> action) {
        try {
            action.accept(pod);
            log.atInfo()
                    .addKeyValue("namespace", pod.getMetadata().getNamespace())
                    .addKeyValue("name", pod.getMetadata().getName())
                    .log("The pod garbage collector deleted a pod");
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isNotFound(e)) {
                log.atWarn()
                        .addKeyValue("namespace", pod.getMetadata().getNamespace())
                        .addKeyValue("name", pod.getMetadata().getName())
                        .log("The pod garbage collector could not delete a pod: {}", ApiErrors.message(e));
            }
        }
    }

    private static String nodeName(Pod pod) {
        @Nullable String name = pod.getSpec().getNodeName();
        return name == null ? "" : name;
    }
}
