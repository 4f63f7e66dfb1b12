package dev.navarch.controllers.deployment;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.revisions.PodTemplates;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Objects;

/**
 * The ReplicaSet of a Deployment's current template: kept in step with the Deployment's annotations and revision where it
 * exists, made where it does not. Its name follows from the template, so that a sync on an old cache cannot make it twice.
 */
final class NewestReplicaSet {

    private static final int MAX_NAME = 253;

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final ReplicaSetScaler scaler;

    NewestReplicaSet(KubernetesClient client, EventRecorder recorder, ReplicaSetScaler scaler) {
        this.client = client;
        this.recorder = recorder;
        this.scaler = scaler;
    }

    /** The ReplicaSets after the newest one, if it exists, has its revision and annotations. */
    ReplicaSets find(DeploymentDraft draft, ReplicaSets replicaSets) {
        return replicaSets
                .newest()
                .map(existing -> replicaSets.withNewest(inStep(draft, existing, nextRevision(replicaSets))))
                .orElse(replicaSets);
    }

    ReplicaSets findOrCreate(DeploymentDraft draft, ReplicaSets replicaSets) {
        return replicaSets.newest().isPresent()
                ? find(draft, replicaSets)
                : replicaSets.withNewest(create(draft, replicaSets));
    }

    private static long nextRevision(ReplicaSets replicaSets) {
        return ReplicaSetAnnotations.maxRevision(replicaSets.old()) + 1;
    }

    private ReplicaSet inStep(DeploymentDraft draft, ReplicaSet existing, long revision) {
        Deployment deployment = draft.deployment();
        Map<String, String> before = ReplicaSetAnnotations.of(existing);
        Map<String, String> annotations = ReplicaSetAnnotations.forNewest(deployment, before, revision);
        int minReadySeconds = Counts.orZero(deployment.getSpec().getMinReadySeconds());
        if (!annotations.equals(before)
                || minReadySeconds != Counts.orZero(existing.getSpec().getMinReadySeconds())) {
            return client.resource(new ReplicaSetBuilder(existing)
                            .editMetadata()
                            .withAnnotations(annotations)
                            .endMetadata()
                            .editSpec()
                            .withMinReadySeconds(minReadySeconds)
                            .endSpec()
                            .build())
                    .update();
        }
        boolean changed = draft.revision(annotations.getOrDefault(ReplicaSetAnnotations.REVISION, ""));
        boolean unknownProgress = DeploymentConditions.get(draft.status(), DeploymentConditions.PROGRESSING)
                .isEmpty();
        if (DeploymentProgress.hasDeadline(deployment) && unknownProgress) {
            String name = existing.getMetadata().getName();
            progressing(draft, "True", DeploymentConditions.FOUND_NEW_RS, "Found new replica set \"" + name + "\"");
            changed = true;
        }
        if (changed) {
            draft.writeStatus();
        }
        return existing;
    }

    private ReplicaSet create(DeploymentDraft draft, ReplicaSets replicaSets) {
        Deployment deployment = draft.deployment();
        int size = RolloutMath.newReplicas(deployment, replicaSets.old(), 0);
        long revision = nextRevision(replicaSets);
        ReplicaSet wanted = wanted(deployment, size, revision);
        ReplicaSet created;
        boolean existed = false;
        try {
            created = client.resource(wanted).create();
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isAlreadyExists(e)) {
                throw refused(draft, wanted, e);
            }
            created = sameOrCollision(draft, wanted, e);
            existed = true;
        }
        if (!existed && size > 0) {
            scaler.tell(deployment, created, 0, size);
        }
        boolean changed = draft.revision(Long.toString(revision));
        if (!existed && DeploymentProgress.hasDeadline(deployment)) {
            progressing(
                    draft,
                    "True",
                    DeploymentConditions.NEW_RS_CREATED,
                    "Created new replica set \"" + created.getMetadata().getName() + "\"");
            changed = true;
        }
        if (changed) {
            draft.writeStatus();
        }
        return created;
    }

    private static ReplicaSet wanted(Deployment deployment, int size, long revision) {
        var spec = deployment.getSpec();
        String hash =
                PodTemplates.hash(spec.getTemplate(), deployment.getStatus().getCollisionCount());
        var template = PodTemplates.withHash(spec.getTemplate(), hash);
        var annotations = ReplicaSetAnnotations.forNewest(deployment, Map.of(), revision);
        annotations.putAll(ReplicaSetAnnotations.sizes(deployment));
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name(deployment.getMetadata().getName(), hash))
                .withNamespace(deployment.getMetadata().getNamespace())
                .withOwnerReferences(ControllerRef.to(deployment, "apps/v1", "Deployment"))
                .withLabels(template.getMetadata().getLabels())
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withReplicas(size)
                .withMinReadySeconds(spec.getMinReadySeconds())
                .withSelector(selector(spec.getSelector(), hash))
                .withTemplate(template)
                .endSpec()
                .build();
    }

    private static LabelSelector selector(LabelSelector selector, String hash) {
        return new LabelSelectorBuilder(selector)
                .addToMatchLabels(PodTemplates.HASH_LABEL, hash)
                .build();
    }

    private static String name(String deployment, String hash) {
        int room = MAX_NAME - 1 - hash.length();
        return (deployment.length() > room ? deployment.substring(0, room) : deployment) + "-" + hash;
    }

    /** The ReplicaSet that has the name already, if it is this Deployment's with this template. */
    private ReplicaSet sameOrCollision(DeploymentDraft draft, ReplicaSet wanted, KubernetesClientException error) {
        ReplicaSet existing = client.resource(wanted).get();
        if (existing == null) {
            throw error;
        }
        boolean same = ControllerRef.isControlledBy(existing, draft.deployment())
                && PodTemplates.equalIgnoringHash(
                        existing.getSpec().getTemplate(),
                        draft.deployment().getSpec().getTemplate());
        if (same) {
            return existing;
        }
        draft.status()
                .setCollisionCount(Objects.requireNonNullElse(draft.status().getCollisionCount(), 0) + 1);
        draft.writeStatus();
        throw error;
    }

    private KubernetesClientException refused(
            DeploymentDraft draft, ReplicaSet wanted, KubernetesClientException error) {
        if (ApiErrors.isNamespaceTerminating(error)) {
            return error;
        }
        String message = "Failed to create new replica set \""
                + wanted.getMetadata().getName() + "\": " + ApiErrors.message(error);
        if (DeploymentProgress.hasDeadline(draft.deployment())) {
            progressing(draft, "False", DeploymentConditions.RS_CREATE_ERROR, message);
            try {
                draft.writeStatus();
            } catch (KubernetesClientException e) {
                error.addSuppressed(e);
            }
        }
        recorder.warning(draft.deployment(), DeploymentConditions.RS_CREATE_ERROR, message);
        return error;
    }

    private static void progressing(DeploymentDraft draft, String status, String reason, String message) {
        draft.condition(DeploymentConditions.of(DeploymentConditions.PROGRESSING, status, reason, message));
    }
}
