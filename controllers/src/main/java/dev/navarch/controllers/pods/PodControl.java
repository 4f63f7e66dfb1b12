package dev.navarch.controllers.pods;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.events.EventRecorder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Makes and deletes pods for a controller, and tells about it in the controller's events. */
public final class PodControl {

    private static final int MAX_NAME_PREFIX = 253;

    private final KubernetesClient client;
    private final EventRecorder recorder;

    public PodControl(KubernetesClient client, EventRecorder recorder) {
        this.client = client;
        this.recorder = recorder;
    }

    /** A pod as the template wants it, that is not in the API yet. */
    public static PodBuilder podFromTemplate(
            PodTemplateSpec template, HasMetadata owner, OwnerReference controllerRef) {
        var meta = template.getMetadata();
        String prefix = owner.getMetadata().getName() + "-";
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withGenerateName(
                        prefix.length() > MAX_NAME_PREFIX ? owner.getMetadata().getName() : prefix)
                .withOwnerReferences(controllerRef)
                .endMetadata()
                .withSpec(template.getSpec());
        if (meta != null) {
            pod.editMetadata()
                    .withLabels(meta.getLabels())
                    .withAnnotations(meta.getAnnotations())
                    .withFinalizers(meta.getFinalizers())
                    .endMetadata();
        }
        return pod;
    }

    /**
     * Makes the pod.
     *
     * @throws KubernetesClientException after an event that says why (none while the namespace goes away)
     */
    public Pod create(String namespace, Pod pod, HasMetadata owner) {
        try {
            Pod created = client.pods().inNamespace(namespace).resource(pod).create();
            recorder.normal(
                    owner,
                    "SuccessfulCreate",
                    "Created pod: " + created.getMetadata().getName());
            return created;
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isNamespaceTerminating(e)) {
                recorder.warning(owner, "FailedCreate", "Error creating: " + ApiErrors.message(e));
            }
            throw e;
        }
    }

    /** Whether the pod was there to be deleted. */
    public boolean delete(Pod pod, HasMetadata owner) {
        String name = pod.getMetadata().getName();
        try {
            boolean existed = !client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(name)
                    .delete()
                    .isEmpty();
            if (existed) {
                recorder.normal(owner, "SuccessfulDelete", "Deleted pod: " + name);
            }
            return existed;
        } catch (KubernetesClientException e) {
            recorder.warning(owner, "FailedDelete", "Error deleting: " + ApiErrors.message(e));
            throw e;
        }
    }
}
