package dev.navarch.controllers.nodes;

import dev.navarch.controllers.events.EventRecorder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;

/** Events about nodes, as upstream words them. */
public final class NodeEvents {

    private NodeEvents() {}

    public static void happened(EventRecorder recorder, Node node, String reason, String what) {
        recorder.record(
                reference(node), "Normal", reason, "Node " + node.getMetadata().getName() + " event: " + what);
    }

    public static void statusChanged(EventRecorder recorder, Node node, String status) {
        recorder.record(
                reference(node),
                "Normal",
                status,
                "Node " + node.getMetadata().getName() + " status is now: " + status);
    }

    private static ObjectReference reference(Node node) {
        return new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(node.getMetadata().getName())
                .withUid(node.getMetadata().getUid())
                .build();
    }
}
