package dev.navarch.controllers.deployment;

import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.revisions.PodTemplates;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Takes a Deployment back to an earlier revision where the annotation asks for it that stands for the {@code rollbackTo}
 * of old API versions. Today's {@code kubectl rollout undo} sets the template itself and needs none of this.
 */
final class Rollback {

    private final EventRecorder recorder;

    Rollback(EventRecorder recorder) {
        this.recorder = recorder;
    }

    /** The revision that is asked for, 0 for the last one. */
    static OptionalLong requested(Deployment deployment) {
        String revision = ReplicaSetAnnotations.of(deployment).getOrDefault(ReplicaSetAnnotations.ROLLBACK_TO, "");
        try {
            return revision.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(revision));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    void perform(DeploymentDraft draft, ReplicaSets replicaSets, long requested) {
        Deployment deployment = draft.deployment();
        long revision = requested != 0 ? requested : ReplicaSetAnnotations.lastRevision(replicaSets.all());
        if (revision == 0) {
            recorder.warning(deployment, "DeploymentRollbackRevisionNotFound", "Unable to find last revision.");
            clearRequest(draft);
            return;
        }
        Optional<ReplicaSet> target = replicaSets.all().stream()
                .filter(rs -> ReplicaSetAnnotations.revision(rs).orElse(-1) == revision)
                .findFirst();
        if (target.isEmpty()) {
            recorder.warning(
                    deployment, "DeploymentRollbackRevisionNotFound", "Unable to find the revision to rollback to.");
            clearRequest(draft);
            return;
        }
        rollBack(draft, target.get(), revision);
    }

    private void rollBack(DeploymentDraft draft, ReplicaSet target, long revision) {
        Deployment deployment = draft.deployment();
        var template = target.getSpec().getTemplate();
        if (PodTemplates.equalIgnoringHash(template, deployment.getSpec().getTemplate())) {
            recorder.warning(
                    deployment,
                    "DeploymentRollbackTemplateUnchanged",
                    "The rollback revision contains the same template as current deployment \"" + draft.name() + "\"");
            clearRequest(draft);
            return;
        }
        deployment.getSpec().setTemplate(PodTemplates.withoutHash(template));
        deployment.getMetadata().setAnnotations(ReplicaSetAnnotations.rolledBack(deployment, target));
        clearRequest(draft);
        recorder.normal(
                deployment,
                "DeploymentRollback",
                "Rolled back deployment \"" + draft.name() + "\" to revision " + revision);
    }

    private static void clearRequest(DeploymentDraft draft) {
        Map<String, String> annotations = new TreeMap<>(ReplicaSetAnnotations.of(draft.deployment()));
        annotations.remove(ReplicaSetAnnotations.ROLLBACK_TO);
        draft.deployment().getMetadata().setAnnotations(annotations);
        draft.write();
    }
}
