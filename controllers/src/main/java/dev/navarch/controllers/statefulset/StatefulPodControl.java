package dev.navarch.controllers.statefulset;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.events.EventRecorder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Makes, mends and deletes the pods of a set together with their claims, and tells about it in the set's events. */
final class StatefulPodControl {

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final Claims claims;

    StatefulPodControl(KubernetesClient client, EventRecorder recorder, Claims claims) {
        this.client = client;
        this.recorder = recorder;
        this.claims = claims;
    }

    /** Makes the claims, then the pod. */
    void create(StatefulSet set, Pod pod) {
        try {
            claims.create(set, pod);
            Pod created = client.resource(pod).create();
            claims.setOwners(set, created);
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isAlreadyExists(e)) {
                tellFailure("Create", set, pod, e);
            }
            throw e;
        }
        tell("Create", set, pod);
    }

    /** Gives the pod back what makes it the one of its ordinal. */
    void mend(StatefulSet set, Pod pod) {
        try {
            boolean hasIdentity = StatefulPods.hasIdentity(set, pod);
            boolean hasStorage = StatefulPods.hasStorage(set, pod);
            Pod mended = hasIdentity ? pod : StatefulPods.withIdentity(set, pod);
            if (!hasStorage) {
                mended = StatefulPods.withStorage(set, mended);
                claims.create(set, pod);
            }
            if (!claims.areOwnedAsWanted(set, pod)) {
                claims.setOwners(set, pod);
            }
            if (!hasIdentity || !hasStorage) {
                var _ = client.resource(mended).update();
            }
        } catch (KubernetesClientException e) {
            tellFailure("Update", set, pod, e);
            throw e;
        }
        tell("Update", set, pod);
    }

    void delete(StatefulSet set, Pod pod) {
        try {
            var _ = client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .delete();
        } catch (KubernetesClientException e) {
            tellFailure("Delete", set, pod, e);
            throw e;
        }
        tell("Delete", set, pod);
    }

    private void tell(String verb, StatefulSet set, Pod pod) {
        recorder.normal(set, "Successful" + verb, about(verb, set, pod) + " successful");
    }

    private void tellFailure(String verb, StatefulSet set, Pod pod, KubernetesClientException e) {
        recorder.warning(set, "Failed" + verb, about(verb, set, pod) + " failed error: " + ApiErrors.message(e));
    }

    private static String about(String verb, StatefulSet set, Pod pod) {
        return verb + " Pod " + pod.getMetadata().getName() + " in StatefulSet "
                + set.getMetadata().getName();
    }
}
