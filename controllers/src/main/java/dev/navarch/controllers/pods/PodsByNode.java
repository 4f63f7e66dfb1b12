package dev.navarch.controllers.pods;

import dev.navarch.controllers.informers.SharedInformer;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** The pods that are assigned to a node. */
public final class PodsByNode {

    private static final String INDEX = "spec.nodeName";

    private final SharedInformer<Pod> pods;

    public PodsByNode(SharedInformer<Pod> pods) {
        this.pods = pods.indexedBy(INDEX, pod -> {
            String node = pod.getSpec().getNodeName();
            return node == null || node.isEmpty() ? List.of() : List.of(node);
        });
    }

    public List<Pod> of(String node) {
        return pods.byIndex(INDEX, node);
    }
}
