package dev.navarch.controllers.ttlafterfinished;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.api.ResourceType;
import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.job.JobConditions;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The TTL-after-finished controller. */
public final class FinishedJobReconciler implements Reconciler<Job> {

    private static final ResourceType JOBS = new ResourceType("batch", "v1", "jobs", "Job", true, Set.of());

    private final KubernetesClient client;
    private final MetadataClient metadata;

    public FinishedJobReconciler(ControllerContext context) {
        client = context.client();
        metadata = context.metadata();
    }

    @Override
    public UpdateControl<Job> reconcile(Job job, Context<Job> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        Optional<Duration> left = timeLeft(job, Instant.now());
        if (left.isEmpty()) {
            return UpdateControl.noUpdate();
        }
        if (left.get().isPositive()) {
            return UpdateControl.<Job>noUpdate().rescheduleAfter(left.get().plusMillis(1));
        }
        // The time to live may have been raised since: only the newest version counts, and only it is deleted.
        Job fresh = client.resource(job).get();
        if (fresh != null
                && fresh.getMetadata().getUid().equals(job.getMetadata().getUid())
                && timeLeft(fresh, Instant.now())
                        .filter(time -> !time.isPositive())
                        .isPresent()) {
            metadata.delete(
                    JOBS,
                    fresh.getMetadata().getNamespace(),
                    fresh.getMetadata().getName(),
                    """
                    {"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Foreground",
                    "preconditions":{"uid":"%s"}}""".formatted(fresh.getMetadata().getUid()));
        }
        return UpdateControl.noUpdate();
    }

    private static Optional<Duration> timeLeft(Job job, Instant now) {
        Integer ttl = job.getSpec().getTtlSecondsAfterFinished();
        if (ttl == null || job.isMarkedForDeletion()) {
            return Optional.empty();
        }
        return JobConditions.finished(job)
                .flatMap(c -> Optional.ofNullable(Times.parse(c.getLastTransitionTime())))
                .map(end -> Duration.between(now, end.plusSeconds(ttl)));
    }
}
