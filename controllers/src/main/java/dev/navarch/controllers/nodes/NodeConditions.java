package dev.navarch.controllers.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.util.Optional;

/** A node's conditions. */
public final class NodeConditions {

    public static final String READY = "Ready";

    private NodeConditions() {}

    public static Optional<NodeCondition> get(Node node, String type) {
        return node.getStatus() == null
                ? Optional.empty()
                : node.getStatus().getConditions().stream()
                        .filter(c -> c.getType().equals(type))
                        .findFirst();
    }

    public static boolean isReady(Node node) {
        return get(node, READY).filter(c -> "True".equals(c.getStatus())).isPresent();
    }
}
