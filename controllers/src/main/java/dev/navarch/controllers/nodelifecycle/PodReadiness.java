package dev.navarch.controllers.nodelifecycle;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.nodes.NodeConditions;
import dev.navarch.controllers.pods.PodState;
import dev.navarch.controllers.pods.PodsByNode;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of pods whose node is not ready that they are not either, so that no traffic goes there. */
final class PodReadiness {

    private static final Logger log = LoggerFactory.getLogger(PodReadiness.class);

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final SharedInformer<Pod> pods;
    private final SharedInformer<Node> nodes;
    private final PodsByNode podsByNode;
    private SharedInformer.@Nullable Subscription subscription;

    PodReadiness(
            KubernetesClient client, EventRecorder recorder, SharedInformer<Pod> pods, SharedInformer<Node> nodes) {
        this.client = client;
        this.recorder = recorder;
        this.pods = pods;
        this.nodes = nodes;
        this.podsByNode = new PodsByNode(pods);
    }

    void start() {
        subscription = pods.onChange(this::changed);
    }

    void close() {
        if (subscription != null) {
            subscription.close();
        }
    }

    /** A pod that came to a node which is not ready already. */
    private void changed(Change<Pod> change) {
        Pod pod = change.after();
        if (pod == null || pod.getSpec().getNodeName() == null) {
            return;
        }
        Pod before = change.before();
        boolean assigned = before == null
                || !Objects.equals(before.getSpec().getNodeName(), pod.getSpec().getNodeName());
        if (assigned && PodState.isReady(pod) && isDown(pod.getSpec().getNodeName())) {
            Thread.ofVirtual().name("pod-readiness").start(() -> {
                try {
                    markNotReady(pod);
                } catch (KubernetesClientException e) {
                    log.warn("A pod could not be marked as not ready: {}", ApiErrors.message(e));
                }
            });
        }
    }

    private boolean isDown(String node) {
        return nodes.get(null, node)
                .flatMap(n -> NodeConditions.get(n, NodeConditions.READY))
                .filter(c -> !"True".equals(c.getStatus()))
                .isPresent();
    }

    /**
     * Marks all pods of the node.
     *
     * @throws KubernetesClientException the first failure, after all were tried
     */
    void markNotReady(String node) {
        KubernetesClientException failure = null;
        for (Pod pod : podsByNode.of(node)) {
            try {
                markNotReady(pod);
            } catch (KubernetesClientException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void markNotReady(Pod pod) {
        if (!PodState.isReady(pod)) {
            return;
        }
        Predicate<PodConditionBuilder> ready = c -> "Ready".equals(c.getType());
        Pod update = new PodBuilder(pod)
                .editStatus()
                .editMatchingCondition(ready)
                .withStatus("False")
                .withLastTransitionTime(Times.format(Instant.now()))
                .endCondition()
                .endStatus()
                .build();
        try {
            client.resource(update).updateStatus();
        } catch (KubernetesClientException e) {
            if (ApiErrors.isNotFound(e)) {
                return;
            }
            throw e;
        }
        recorder.warning(pod, "NodeNotReady", "Node is not ready");
    }
}
