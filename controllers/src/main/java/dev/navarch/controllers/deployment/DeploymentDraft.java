package dev.navarch.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;

/** One sync's own copy of a Deployment, on which its status grows until it is written. Used by one thread. */
final class DeploymentDraft {

    private final KubernetesClient client;
    private final Deployment deployment;

    DeploymentDraft(KubernetesClient client, Deployment cached) {
        this.client = client;
        this.deployment = new DeploymentBuilder(cached).build();
        if (deployment.getStatus() == null) {
            deployment.setStatus(new DeploymentStatus());
        }
    }

    Deployment deployment() {
        return deployment;
    }

    String name() {
        return deployment.getMetadata().getName();
    }

    String namespace() {
        return deployment.getMetadata().getNamespace();
    }

    DeploymentStatus status() {
        return deployment.getStatus();
    }

    void condition(DeploymentCondition condition) {
        DeploymentConditions.set(deployment.getStatus(), condition);
    }

    /** Whether the annotation had another value. */
    boolean revision(String revision) {
        Map<String, String> annotations = new TreeMap<>(ReplicaSetAnnotations.of(deployment));
        boolean changed = !revision.equals(annotations.put(ReplicaSetAnnotations.REVISION, revision));
        deployment.getMetadata().setAnnotations(annotations);
        return changed;
    }

    /** Writes status and annotations; what is written later in this sync builds on that. */
    void writeStatus() {
        Deployment written = client.resource(deployment).updateStatus();
        deployment.getMetadata().setResourceVersion(written.getMetadata().getResourceVersion());
    }

    void writeStatus(DeploymentStatus status) {
        if (!status.equals(deployment.getStatus())) {
            deployment.setStatus(status);
            writeStatus();
        }
    }

    void write() {
        Deployment written = client.resource(deployment).update();
        deployment.getMetadata().setResourceVersion(written.getMetadata().getResourceVersion());
    }
}
