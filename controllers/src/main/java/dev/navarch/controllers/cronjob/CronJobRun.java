package dev.navarch.controllers.cronjob;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.job.JobConditions;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One sync of a cron job: its status follows its jobs. Used by one thread. */
final class CronJobRun {

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private CronJob cronJob;
    private boolean changed;

    CronJobRun(KubernetesClient client, EventRecorder recorder, CronJob shared) {
        this.client = client;
        this.recorder = recorder;
        this.cronJob = CronJobReconciler.copy(shared);
    }

    /** A private copy with the status as it should be. */
    CronJob cronJob() {
        return cronJob;
    }

    boolean isChanged() {
        return changed;
    }

    /** Deletes the oldest finished jobs over the limits. */
    void cleanUp(List<Job> own) {
        List<Job> finished = own.stream().filter(JobConditions::isFinished).toList();
        deleteOldest(
                finished.stream().filter(CronJobReconciler::succeeded).toList(),
                cronJob.getSpec().getSuccessfulJobsHistoryLimit());
        deleteOldest(
                finished.stream()
                        .filter(job -> !CronJobReconciler.succeeded(job))
                        .toList(),
                cronJob.getSpec().getFailedJobsHistoryLimit());
    }

    private void deleteOldest(List<Job> finished, @Nullable Integer limit) {
        if (limit == null) {
            return;
        }
        finished.stream()
                .sorted(Comparator.comparing(CronJobRun::start)
                        .thenComparing(job -> job.getMetadata().getName()))
                .limit(Math.max(0, finished.size() - limit))
                .forEach(this::delete);
    }

    private static Instant start(Job job) {
        return Objects.requireNonNullElse(Times.parse(job.getStatus().getStartTime()), Instant.MAX);
    }

    private boolean delete(Job job) {
        String name = job.getMetadata().getName();
        try {
            var _ = client.resource(job)
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();
        } catch (KubernetesClientException e) {
            recorder.warning(cronJob, "FailedDelete", "Deleted job: " + ApiErrors.message(e));
            return false;
        }
        forget(job.getMetadata().getUid());
        recorder.normal(cronJob, "SuccessfulDelete", "Deleted job " + name);
        changed = true;
        return true;
    }

    void replace(ObjectReference active) {
        Job job = get(active);
        if (job == null) {
            recorder.warning(cronJob, "FailedGet", "Get job: jobs.batch \"" + active.getName() + "\" not found");
            throw new IllegalStateException("jobs.batch \"" + active.getName() + "\" not found");
        }
        if (!delete(job)) {
            throw new IllegalStateException("could not replace job " + active.getNamespace() + "/" + active.getName());
        }
    }

    private @Nullable Job get(ObjectReference active) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(active.getNamespace())
                .withName(active.getName())
                .get();
    }

    /** Takes finished and missing jobs off the list of active ones. */
    void followJobs(List<Job> own) {
        for (Job job : own) {
            boolean active = isActiveUid(job.getMetadata().getUid());
            if (JobConditions.isFinished(job)) {
                if (active) {
                    sawFinished(job);
                }
                noteSuccess(job);
            } else if (!active && !adoptFresh(job)) {
                recorder.warning(
                        cronJob,
                        "UnexpectedJob",
                        "Saw a job that the controller did not create or forgot: "
                                + job.getMetadata().getName());
            }
        }
        Set<String> known = own.stream().map(job -> job.getMetadata().getUid()).collect(Collectors.toSet());
        for (ObjectReference active : List.copyOf(cronJob.getStatus().getActive())) {
            if (!known.contains(active.getUid()) && get(active) == null) {
                recorder.normal(cronJob, "MissingJob", "Active job went missing: " + active.getName());
                forget(active.getUid());
                changed = true;
            }
        }
    }

    /** The cache may be behind: whether the cron job itself knows the job. */
    private boolean adoptFresh(Job job) {
        CronJob fresh = client.resource(cronJob).get();
        if (fresh != null
                && fresh.getStatus() != null
                && fresh.getStatus().getActive().stream()
                        .anyMatch(ref -> job.getMetadata().getUid().equals(ref.getUid()))) {
            cronJob = CronJobReconciler.copy(fresh);
            return true;
        }
        return false;
    }

    private void sawFinished(Job job) {
        forget(job.getMetadata().getUid());
        recorder.normal(
                cronJob,
                "SawCompletedJob",
                "Saw completed job: " + job.getMetadata().getName() + ", condition: "
                        + JobConditions.finished(job).orElseThrow().getType());
        changed = true;
    }

    private void noteSuccess(Job job) {
        Instant completed = Times.parse(job.getStatus().getCompletionTime());
        Instant last = Times.parse(cronJob.getStatus().getLastSuccessfulTime());
        if (CronJobReconciler.succeeded(job) && completed != null && (last == null || completed.isAfter(last))) {
            cronJob.getStatus().setLastSuccessfulTime(Times.format(completed));
            changed = true;
        }
    }

    void started(Job job, Instant due) {
        List<ObjectReference> active = new ArrayList<>(cronJob.getStatus().getActive());
        active.add(new ObjectReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .withResourceVersion(job.getMetadata().getResourceVersion())
                .build());
        cronJob.getStatus().setActive(active);
        cronJob.getStatus().setLastScheduleTime(Times.format(due));
        changed = true;
    }

    boolean isActive(String name) {
        return cronJob.getStatus().getActive().stream().anyMatch(ref -> name.equals(ref.getName()));
    }

    boolean isActiveUid(String uid) {
        return cronJob.getStatus().getActive().stream().anyMatch(ref -> uid.equals(ref.getUid()));
    }

    private void forget(String uid) {
        cronJob.getStatus()
                .setActive(cronJob.getStatus().getActive().stream()
                        .filter(ref -> !uid.equals(ref.getUid()))
                        .toList());
    }
}
