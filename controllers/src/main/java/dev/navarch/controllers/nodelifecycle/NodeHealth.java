package dev.navarch.controllers.nodelifecycle;

import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.nodes.NodeConditions;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a node's kubelet was heard of last, by this process's clock: clocks of nodes may be wrong. Used by one thread.
 */
final class NodeHealth {

    private static final List<String> KUBELET_CONDITIONS =
            List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

    private Instant heard;
    private boolean posted;
    private @Nullable String heartbeat;
    private @Nullable ZonedDateTime renewed;

    private NodeHealth(Instant heard) {
        this.heard = heard;
    }

    /** A node that was not seen before: heard of now, or, without any status yet, when it was made. */
    static NodeHealth first(Node node, Instant now) {
        return new NodeHealth(
                ready(node).isPresent()
                        ? now
                        : Times.parseOrEpoch(node.getMetadata().getCreationTimestamp()));
    }

    Instant heard() {
        return heard;
    }

    /** Counts as heard of now, whatever it posted. */
    void forgive(Instant now) {
        heard = now;
    }

    void observe(Node node, Optional<Lease> lease, Instant now) {
        Optional<NodeCondition> ready = ready(node);
        String beat = ready.map(NodeCondition::getLastHeartbeatTime).orElse(null);
        if (ready.isPresent() != posted) {
            posted = ready.isPresent();
            heard = posted || heartbeat != null ? now : heard;
        } else if (posted && !Objects.equals(beat, heartbeat)) {
            heard = now;
        }
        heartbeat = beat;
        ZonedDateTime renewal = lease.map(l -> l.getSpec().getRenewTime()).orElse(null);
        if (renewal != null && (renewed == null || renewal.isAfter(renewed))) {
            renewed = renewal;
            heard = now;
        }
    }

    boolean isSilent(Duration grace, Instant now) {
        return heard.plus(grace).isBefore(now);
    }

    /** The node with what its kubelet tells about it set to unknown. */
    static Node unknown(Node node, Instant now) {
        List<NodeCondition> conditions = new ArrayList<>(
                node.getStatus() == null ? List.of() : node.getStatus().getConditions());
        String time = Times.format(now);
        for (String type : KUBELET_CONDITIONS) {
            int index = indexOf(conditions, type);
            if (index < 0) {
                conditions.add(new NodeConditionBuilder()
                        .withType(type)
                        .withStatus("Unknown")
                        .withReason("NodeStatusNeverUpdated")
                        .withMessage("Kubelet never posted node status.")
                        .withLastHeartbeatTime(node.getMetadata().getCreationTimestamp())
                        .withLastTransitionTime(time)
                        .build());
            } else if (!"Unknown".equals(conditions.get(index).getStatus())) {
                conditions.set(
                        index,
                        new NodeConditionBuilder(conditions.get(index))
                                .withStatus("Unknown")
                                .withReason("NodeStatusUnknown")
                                .withMessage("Kubelet stopped posting node status.")
                                .withLastTransitionTime(time)
                                .build());
            }
        }
        return new NodeBuilder(node)
                .editOrNewStatus()
                .withConditions(conditions)
                .endStatus()
                .build();
    }

    static Optional<NodeCondition> ready(Node node) {
        return NodeConditions.get(node, NodeConditions.READY);
    }

    private static int indexOf(List<NodeCondition> conditions, String type) {
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).getType().equals(type)) {
                return i;
            }
        }
        return -1;
    }
}
