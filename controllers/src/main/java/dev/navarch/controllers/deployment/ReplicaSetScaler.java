package dev.navarch.controllers.deployment;

import static dev.navarch.controllers.deployment.Counts.replicas;

import dev.navarch.controllers.events.EventRecorder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/** Changes the size of a Deployment's ReplicaSets, and tells so in the Deployment's events. */
final class ReplicaSetScaler {

    private final KubernetesClient client;
    private final EventRecorder recorder;

    ReplicaSetScaler(KubernetesClient client, EventRecorder recorder) {
        this.client = client;
        this.recorder = recorder;
    }

    /** The ReplicaSet with its new size; the same where it has that size. */
    ReplicaSet scale(ReplicaSet replicaSet, int size, Deployment deployment) {
        return replicas(replicaSet) == size ? replicaSet : write(replicaSet, size, deployment);
    }

    /** As {@link #scale}, and also where only the annotations of the sizes are out of date. */
    ReplicaSet scaleOrAnnotate(ReplicaSet replicaSet, int size, Deployment deployment) {
        Map<String, String> annotations = ReplicaSetAnnotations.of(replicaSet);
        boolean annotated = annotations
                .entrySet()
                .containsAll(ReplicaSetAnnotations.sizes(deployment).entrySet());
        return replicas(replicaSet) == size && annotated ? replicaSet : write(replicaSet, size, deployment);
    }

    private ReplicaSet write(ReplicaSet replicaSet, int size, Deployment deployment) {
        ReplicaSet scaled = client.resource(new ReplicaSetBuilder(replicaSet)
                        .editMetadata()
                        .addToAnnotations(ReplicaSetAnnotations.sizes(deployment))
                        .endMetadata()
                        .editSpec()
                        .withReplicas(size)
                        .endSpec()
                        .build())
                .update();
        int before = replicas(replicaSet);
        if (before != size) {
            tell(deployment, scaled, before, size);
        }
        return scaled;
    }

    void tell(Deployment deployment, ReplicaSet replicaSet, int before, int after) {
        recorder.normal(
                deployment,
                "ScalingReplicaSet",
                "Scaled " + (before < after ? "up" : "down") + " replica set "
                        + replicaSet.getMetadata().getName() + " from " + before + " to " + after);
    }
}
