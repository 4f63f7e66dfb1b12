package dev.navarch.controllers.scheduler.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * The scheduler's writes. Thread-safe; every call blocks for a bounded time and throws {@link
 * io.fabric8.kubernetes.client.KubernetesClientException} when the API server refuses or does not answer.
 */
public interface ApiCalls {

    void bind(Pod pod, String nodeName);

    /** Applies a strategic merge patch to the pod's status; conflicts and unavailability are retried for a second or so. */
    void patchPodStatus(Pod pod, ObjectNode patch);

    void deletePod(Pod pod);

    /** Replaces a volume, if it is still of the version that is given, and gives it back as written. */
    PersistentVolume update(PersistentVolume volume);

    /** Replaces a claim, if it is still of the version that is given, and gives it back as written. */
    PersistentVolumeClaim update(PersistentVolumeClaim claim);

    void createEvent(String namespace, ObjectNode event);

    /** Applies a strategic merge patch to an event. */
    void patchEvent(String namespace, String name, ObjectNode patch);
}
