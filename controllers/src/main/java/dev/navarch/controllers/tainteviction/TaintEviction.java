package dev.navarch.controllers.tainteviction;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.ControllerLoop;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.nodes.Taints;
import dev.navarch.controllers.pods.PodDisruption;
import dev.navarch.controllers.pods.PodsByNode;
import dev.navarch.controllers.queue.WorkQueue;
import dev.navarch.controllers.queue.WorkQueue.Outcome;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The taint eviction controller. */
public final class TaintEviction implements ControllerLoop {

    private static final Logger log = LoggerFactory.getLogger(TaintEviction.class);
    private static final int WORKERS = 8;
    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final SharedInformer<Node> nodes;
    private final SharedInformer<Pod> pods;
    private final PodsByNode podsByNode;
    private final PodDisruption disruption;
    private final TimedEvictions<PodKey> evictions;
    private final WorkQueue<PodKey> podQueue;
    private final WorkQueue<String> nodeQueue;
    private final List<SharedInformer.Subscription> subscriptions = new ArrayList<>();

    private record PodKey(String namespace, String name) {
        static PodKey of(Pod pod) {
            return new PodKey(
                    pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        }

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    public TaintEviction(ControllerContext context) {
        client = context.client();
        recorder = context.events().recorder("taint-eviction-controller");
        nodes = context.informers().of(Node.class);
        pods = context.informers().of(Pod.class);
        podsByNode = new PodsByNode(pods);
        disruption = new PodDisruption(client);
        evictions = new TimedEvictions<>(context.timer(), this::evict);
        podQueue = new WorkQueue<>("taint-eviction-pod", WORKERS, context.timer(), this::syncPod);
        nodeQueue = new WorkQueue<>("taint-eviction-node", WORKERS, context.timer(), this::syncNode);
    }

    @Override
    public void start() {
        subscriptions.add(nodes.onChange(this::nodeChanged));
        subscriptions.add(pods.onChange(this::podChanged));
    }

    @Override
    public void close() {
        subscriptions.forEach(SharedInformer.Subscription::close);
        nodeQueue.close();
        podQueue.close();
        evictions.cancelAll();
    }

    private void nodeChanged(Change<Node> change) {
        Node before = change.before();
        Node after = change.after();
        if (before != null
                && after != null
                && Taints.withEffect(before, Taints.NO_EXECUTE).equals(Taints.withEffect(after, Taints.NO_EXECUTE))) {
            return;
        }
        nodeQueue.add(change.object().getMetadata().getName());
    }

    private void podChanged(Change<Pod> change) {
        Pod before = change.before();
        Pod after = change.after();
        if (before != null
                && after != null
                && Objects.equals(
                        before.getSpec().getNodeName(), after.getSpec().getNodeName())
                && before.getSpec().getTolerations().equals(after.getSpec().getTolerations())) {
            return;
        }
        podQueue.add(PodKey.of(change.object()));
    }

    private Outcome syncNode(String name) {
        Optional<Node> node = nodes.get(null, name);
        if (node.isPresent()) {
            podsByNode.of(name).forEach(pod -> plan(pod, node.get()));
        }
        return Outcome.DONE;
    }

    private Outcome syncPod(PodKey key) {
        Optional<Pod> pod = pods.get(key.namespace(), key.name());
        if (pod.isEmpty()) {
            cancel(key);
            return Outcome.DONE;
        }
        String nodeName = pod.get().getSpec().getNodeName();
        if (nodeName != null) {
            nodes.get(null, nodeName).ifPresent(node -> plan(pod.get(), node));
        }
        return Outcome.DONE;
    }

    private void plan(Pod pod, Node node) {
        PodKey key = PodKey.of(pod);
        List<Taint> taints = Taints.withEffect(node, Taints.NO_EXECUTE);
        Instant now = Instant.now();
        Optional<Duration> tolerated = tolerated(taints, pod.getSpec().getTolerations());
        if (tolerated.isEmpty()) {
            cancel(key);
            return;
        }
        if (tolerated.get().isZero()) {
            cancel(key);
            evictions.add(key, now);
            return;
        }
        // What is planned stays: a taint that comes on top does not start the time anew.
        if (!evictions.isPlanned(key)) {
            evictions.add(key, now.plus(tolerated.get()));
        }
    }

    /** For how long the taints are tolerated; zero for not at all, nothing for ever. */
    static Optional<Duration> tolerated(List<Taint> taints, List<Toleration> tolerations) {
        if (taints.isEmpty()) {
            return Optional.empty();
        }
        List<Toleration> used = new ArrayList<>();
        for (Taint taint : taints) {
            Optional<Toleration> match =
                    tolerations.stream().filter(t -> Taints.tolerates(t, taint)).findFirst();
            if (match.isEmpty()) {
                return Optional.of(Duration.ZERO);
            }
            used.add(match.get());
        }
        return used.stream()
                .map(Toleration::getTolerationSeconds)
                .filter(Objects::nonNull)
                .map(seconds -> Duration.ofSeconds(Math.max(0, seconds)))
                .min(Duration::compareTo);
    }

    private void cancel(PodKey key) {
        if (evictions.cancel(key)) {
            tell(key, "Cancelling deletion of Pod " + key);
        }
    }

    private void evict(PodKey key) {
        tell(key, "Marking for deletion Pod " + key);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                Pod pod = client.pods()
                        .inNamespace(key.namespace())
                        .withName(key.name())
                        .get();
                if (pod != null) {
                    disruption.evict(pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint");
                }
                return;
            } catch (KubernetesClientException e) {
                if (ApiErrors.isNotFound(e)) {
                    return;
                }
                log.atWarn().addKeyValue("pod", key).log("A pod could not be evicted: {}", ApiErrors.message(e));
            }
        }
    }

    private void tell(PodKey key, String message) {
        recorder.record(
                new ObjectReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withNamespace(key.namespace())
                        .withName(key.name())
                        .build(),
                "Normal",
                "TaintManagerEviction",
                message);
    }
}
