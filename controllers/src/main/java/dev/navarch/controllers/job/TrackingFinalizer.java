package dev.navarch.controllers.job;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Patches;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.pods.Batches;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The finalizer that a job's pod carries until it is counted, and which removals the cache does not show yet. */
final class TrackingFinalizer {

    static final String NAME = "batch.kubernetes.io/job-tracking";
    private static final String REMOVAL = "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"" + NAME + "\"]}}";

    private final KubernetesClient client;

    /** UIDs of pods that lost the finalizer already. */
    private final Set<String> removed = ConcurrentHashMap.newKeySet();

    TrackingFinalizer(KubernetesClient client) {
        this.client = client;
    }

    static boolean isOn(Pod pod) {
        return pod.getMetadata().getFinalizers().contains(NAME);
    }

    /** Whether the pod waits to be counted; what the cache says wrongly after a removal is known. */
    boolean isPending(Pod pod) {
        return isOn(pod) && !removed.contains(pod.getMetadata().getUid());
    }

    void observe(Change<Pod> change) {
        if (change.isRemoval() || !isOn(change.object())) {
            removed.remove(change.object().getMetadata().getUid());
        }
    }

    /** Takes the finalizer off; a pod that is gone needs nothing. */
    void remove(Pod pod) {
        if (!isOn(pod)) {
            return;
        }
        String uid = pod.getMetadata().getUid();
        removed.add(uid);
        try {
            Patches.strategicMerge(client, pod, REMOVAL);
        } catch (KubernetesClientException e) {
            removed.remove(uid);
            if (!ApiErrors.isNotFound(e)) {
                throw e;
            }
        }
    }

    /** As {@link #remove(Pod)} for all; those that worked are taken out of the set of UIDs. The first error, or null. */
    @Nullable
    RuntimeException remove(List<Pod> pods, Set<String> uidsWithFinalizer) {
        return pods.isEmpty()
                ? null
                : Batches.all(pods.stream()
                                .<Runnable>map(pod -> () -> {
                                    remove(pod);
                                    uidsWithFinalizer.remove(pod.getMetadata().getUid());
                                })
                                .toList())
                        .failure();
    }
}
