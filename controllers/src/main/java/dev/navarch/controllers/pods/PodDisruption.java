package dev.navarch.controllers.pods;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Patches;
import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;

/** Ends of pods that the control plane decides on: told in the pod's status first, then carried out. */
public final class PodDisruption {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    public PodDisruption(KubernetesClient client) {
        this.client = client;
    }

    /** Marks the pod as failed where it has not ended, and removes it at once. */
    public void fail(Pod pod) {
        if (!PodState.isTerminal(pod)) {
            patchStatus(pod, failed(pod));
        }
        deleteNow(pod);
    }

    /** As {@link #fail(Pod)}, with the condition that tells why. */
    public void fail(Pod pod, String reason, String message) {
        if (!PodState.isTerminal(pod)) {
            ObjectNode status = failed(pod);
            addCondition(status, pod, reason, message);
            patchStatus(pod, status);
        }
        deleteNow(pod);
    }

    /** Tells why the pod goes, and deletes it with its own grace period. */
    public void evict(Pod pod, String reason, String message) {
        ObjectNode status = JSON.createObjectNode();
        addCondition(status, pod, reason, message);
        patchStatus(pod, status);
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .delete();
    }

    private static ObjectNode failed(Pod pod) {
        ObjectNode status = JSON.createObjectNode().put("phase", "Failed");
        putGeneration(status, pod);
        return status;
    }

    private static void addCondition(ObjectNode status, Pod pod, String reason, String message) {
        String now = Times.format(Instant.now());
        String since = PodState.condition(pod, "DisruptionTarget")
                .filter(c -> "True".equals(c.getStatus()))
                .map(c -> c.getLastTransitionTime())
                .orElse(now);
        ObjectNode condition = status.putArray("conditions").addObject();
        condition
                .put("type", "DisruptionTarget")
                .put("status", "True")
                .put("reason", reason)
                .put("message", message)
                .put("lastTransitionTime", since);
        putGeneration(condition, pod);
    }

    private static void putGeneration(ObjectNode node, Pod pod) {
        Long generation = pod.getMetadata().getGeneration();
        if (generation != null && generation > 0) {
            node.put("observedGeneration", generation);
        }
    }

    private void patchStatus(Pod pod, ObjectNode status) {
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("metadata").put("uid", pod.getMetadata().getUid());
        patch.set("status", status);
        Patches.strategicMergeStatus(client, pod, patch.toString());
    }

    private void deleteNow(Pod pod) {
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .withGracePeriod(0)
                    .delete();
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isNotFound(e)) {
                throw e;
            }
        }
    }
}
