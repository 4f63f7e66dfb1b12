package dev.navarch.controllers.scheduler.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The difference that a condition or a nomination makes to a pod's status, as a strategic merge patch. */
public final class PodStatusPatch {

    private final Pod pod;
    private final ObjectNode status = JsonNodeFactory.instance.objectNode();

    public PodStatusPatch(Pod pod) {
        this.pod = pod;
    }

    /** Sets a condition; its transition time changes only with its status, and nothing is written if nothing changed. */
    public PodStatusPatch condition(String type, String value, String reason, String message, Clock clock) {
        PodCondition old = find(type);
        boolean sameStatus = old != null && value.equals(old.getStatus());
        if (old != null
                && sameStatus
                && reason.equals(orEmpty(old.getReason()))
                && message.equals(orEmpty(old.getMessage()))) {
            return this;
        }
        ObjectNode condition = status.withArray("conditions").addObject();
        condition.put("type", type);
        Long generation = pod.getMetadata().getGeneration();
        if (generation != null && generation > 0) {
            condition.put("observedGeneration", generation);
        }
        condition.put("status", value);
        condition.put("reason", reason);
        condition.put("message", message);
        if (old != null && sameStatus && old.getLastTransitionTime() != null) {
            condition.put("lastTransitionTime", old.getLastTransitionTime());
        } else {
            condition.put(
                    "lastTransitionTime",
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        if (old == null) {
            condition.putNull("lastProbeTime");
        }
        return this;
    }

    /**
     * Sets the node that the pod waits for.
     *
     * @param nodeName empty to take a nomination back
     */
    public PodStatusPatch nominatedNodeName(String nodeName) {
        String old = pod.getStatus() == null ? null : pod.getStatus().getNominatedNodeName();
        if (nodeName.equals(orEmpty(old))) {
            return this;
        }
        if (nodeName.isEmpty()) {
            status.putNull("nominatedNodeName");
        } else {
            status.put("nominatedNodeName", nodeName);
        }
        return this;
    }

    /** The patch, or empty when nothing changes. */
    public Optional<ObjectNode> build() {
        if (status.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.set("status", status);
        return Optional.of(patch);
    }

    private @Nullable PodCondition find(String type) {
        if (pod.getStatus() != null && pod.getStatus().getConditions() != null) {
            for (PodCondition condition : pod.getStatus().getConditions()) {
                if (type.equals(condition.getType())) {
                    return condition;
                }
            }
        }
        return null;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
