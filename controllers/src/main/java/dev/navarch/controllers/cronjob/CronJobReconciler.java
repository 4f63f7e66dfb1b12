package dev.navarch.controllers.cronjob;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.LastWrites;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.job.JobConditions;
import dev.navarch.controllers.ownership.ControllerRef;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The CronJob controller. */
public final class CronJobReconciler implements Reconciler<CronJob> {

    private static final Duration CACHE_LAG = Duration.ofSeconds(1);
    private static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";
    private static final DateTimeFormatter RFC_1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", java.util.Locale.ROOT);

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final SharedInformer<Job> jobs;
    private final SharedInformer<CronJob> cronJobs;
    private final LastWrites writes = new LastWrites();

    /** The schedule of each cron job when it was last seen, with its time zone. */
    private final Map<String, String> schedules = new ConcurrentHashMap<>();

    public CronJobReconciler(ControllerContext context) {
        client = context.client();
        recorder = context.events().recorder("cronjob-controller");
        jobs = context.informers().of(Job.class);
        cronJobs = context.informers().of(CronJob.class);
    }

    @Override
    public List<EventSource<?, CronJob>> prepareEventSources(EventSourceContext<CronJob> context) {
        return List.of(new SharedInformerEventSource<>(jobs, this::concerned));
    }

    private List<ResourceID> concerned(Change<Job> change) {
        return change.states()
                .flatMap(job -> ControllerRef.of(job).stream()
                        .filter(ref -> ref.getKind().equals("CronJob"))
                        .flatMap(ref -> cronJobs.get(job.getMetadata().getNamespace(), ref.getName()).stream()
                                .filter(c -> c.getMetadata().getUid().equals(ref.getUid()))))
                .map(ResourceID::fromResource)
                .distinct()
                .toList();
    }

    @Override
    public UpdateControl<CronJob> reconcile(CronJob cronJob, Context<CronJob> context) {
        String uid = cronJob.getMetadata().getUid();
        if (context.isPrimaryResourceDeleted()) {
            writes.forget(cronJob);
            schedules.remove(uid);
            return UpdateControl.noUpdate();
        }
        if (!writes.isSeen(cronJob)) {
            return UpdateControl.<CronJob>noUpdate().rescheduleAfter(CACHE_LAG);
        }
        if (hasNewSchedule(cronJob, uid)) {
            return waitForNewSchedule(cronJob);
        }
        List<Job> own = jobs.inNamespace(cronJob.getMetadata().getNamespace()).stream()
                .filter(job -> ControllerRef.of(job)
                        .filter(ref ->
                                ref.getName().equals(cronJob.getMetadata().getName()))
                        .isPresent())
                .toList();
        CronJobRun run = new CronJobRun(client, recorder, cronJob);
        run.cleanUp(own);
        Optional<Duration> next = Optional.empty();
        RuntimeException failure = null;
        try {
            next = sync(run, own);
        } catch (RuntimeException e) {
            failure = e;
        }
        if (run.isChanged()) {
            var _ = writes.note(client.resource(run.cronJob()).updateStatus());
        }
        if (failure != null) {
            throw failure;
        }
        return next.map(wait -> UpdateControl.<CronJob>noUpdate().rescheduleAfter(wait))
                .orElseGet(UpdateControl::noUpdate);
    }

    private boolean hasNewSchedule(CronJob cronJob, String uid) {
        String schedule =
                cronJob.getSpec().getSchedule() + " " + cronJob.getSpec().getTimeZone();
        String before = schedules.put(uid, schedule);
        return before != null && !before.equals(schedule);
    }

    /** Starts that the new schedule would have had in the past are not made up for. */
    private UpdateControl<CronJob> waitForNewSchedule(CronJob cronJob) {
        try {
            Schedule schedule = parse(cronJob);
            return UpdateControl.<CronJob>noUpdate()
                    .rescheduleAfter(DueTimes.untilNext(cronJob, Instant.now(), schedule));
        } catch (IllegalArgumentException e) {
            recorder.warning(
                    cronJob,
                    "UnParseableCronJobSchedule",
                    "unparseable schedule for cronjob: " + cronJob.getSpec().getSchedule());
            return UpdateControl.noUpdate();
        }
    }

    private static Schedule parse(CronJob cronJob) {
        String text = cronJob.getSpec().getSchedule();
        return Schedule.parse(text, text.contains("TZ") ? ZoneId.systemDefault() : zone(cronJob));
    }

    private static ZoneId zone(CronJob cronJob) {
        String zone = cronJob.getSpec().getTimeZone();
        try {
            return zone == null || zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone);
        } catch (DateTimeException e) {
            return ZoneId.systemDefault();
        }
    }

    private Optional<Duration> sync(CronJobRun run, List<Job> own) {
        run.followJobs(own);
        CronJob cronJob = run.cronJob();
        if (cronJob.isMarkedForDeletion() || !isUsable(cronJob)) {
            return Optional.empty();
        }
        String text = cronJob.getSpec().getSchedule();
        if (text.contains("TZ")) {
            recorder.warning(
                    cronJob,
                    "UnsupportedSchedule",
                    "CRON_TZ or TZ used in schedule \"" + text + "\" is not officially supported, see"
                            + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
        }
        Schedule schedule;
        try {
            schedule = parse(cronJob);
        } catch (IllegalArgumentException e) {
            recorder.warning(
                    cronJob, "UnparseableSchedule", "unparseable schedule: \"" + text + "\" : " + e.getMessage());
            return Optional.empty();
        }
        Instant now = Instant.now();
        try {
            DueTimes.Missed missed = DueTimes.since(cronJob, now, schedule, true);
            if (missed.last().isEmpty() || start(run, missed, now)) {
                return Optional.of(DueTimes.untilNext(run.cronJob(), now, schedule));
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            recorder.warning(cronJob, "InvalidSchedule", "invalid schedule: " + text + " : " + e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isUsable(CronJob cronJob) {
        String zone = cronJob.getSpec().getTimeZone();
        if (zone != null && !zone.isEmpty()) {
            try {
                ZoneId _ = ZoneId.of(zone);
            } catch (DateTimeException e) {
                recorder.warning(
                        cronJob, "UnknownTimeZone", "invalid timeZone: \"" + zone + "\": unknown time zone " + zone);
                return false;
            }
        }
        return !Boolean.TRUE.equals(cronJob.getSpec().getSuspend());
    }

    /** Whether there is a next start to wait for; without one the job's own changes wake this. */
    private boolean start(CronJobRun run, DueTimes.Missed missed, Instant now) {
        CronJob cronJob = run.cronJob();
        Instant due = missed.last().orElseThrow();
        if (missed.many()) {
            recorder.warning(
                    cronJob,
                    "TooManyMissedTimes",
                    "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
        }
        Long deadline = cronJob.getSpec().getStartingDeadlineSeconds();
        if (deadline != null && due.plusSeconds(deadline).isBefore(now)) {
            recorder.warning(
                    cronJob,
                    "MissSchedule",
                    "Missed scheduled time to start a job: " + RFC_1123.format(due.atOffset(ZoneOffset.UTC)));
            return true;
        }
        String name = cronJob.getMetadata().getName() + "-" + due.getEpochSecond() / 60;
        if (run.isActive(name) || due.equals(Times.parse(cronJob.getStatus().getLastScheduleTime()))) {
            return true;
        }
        String concurrency = cronJob.getSpec().getConcurrencyPolicy();
        List<ObjectReference> active = List.copyOf(cronJob.getStatus().getActive());
        if ("Forbid".equals(concurrency) && !active.isEmpty()) {
            recorder.normal(
                    cronJob,
                    "JobAlreadyActive",
                    "Not starting job because prior execution is running and concurrency policy is Forbid");
            return true;
        }
        if ("Replace".equals(concurrency)) {
            active.forEach(run::replace);
        }
        return create(run, name, due);
    }

    private boolean create(CronJobRun run, String name, Instant due) {
        CronJob cronJob = run.cronJob();
        Job job = job(cronJob, name, due);
        Job created;
        try {
            created = client.resource(job).create();
            recorder.normal(cronJob, "SuccessfulCreate", "Created job " + name);
        } catch (KubernetesClientException e) {
            if (ApiErrors.isAlreadyExists(e)) {
                created = client.resource(job).get();
                if (created == null
                        || !ControllerRef.isControlledBy(created, cronJob)
                        || run.isActiveUid(created.getMetadata().getUid())) {
                    return false;
                }
            } else {
                if (!ApiErrors.isNamespaceTerminating(e)) {
                    recorder.warning(cronJob, "FailedCreate", "Error creating job: " + ApiErrors.message(e));
                }
                throw e;
            }
        }
        run.started(created, due);
        return true;
    }

    private static Job job(CronJob cronJob, String name, Instant due) {
        var template = cronJob.getSpec().getJobTemplate();
        var meta = template.getMetadata();
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(cronJob.getMetadata().getNamespace())
                .withLabels(meta == null ? null : meta.getLabels())
                .withAnnotations(meta == null ? null : meta.getAnnotations())
                .addToAnnotations(
                        SCHEDULED,
                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(due.atZone(
                                Objects.requireNonNullElse(cronJob.getSpec().getTimeZone(), "")
                                                .isEmpty()
                                        ? ZoneOffset.UTC
                                        : zone(cronJob))))
                .withOwnerReferences(ControllerRef.to(cronJob, "batch/v1", "CronJob"))
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    static boolean succeeded(Job job) {
        return JobConditions.finished(job)
                .filter(c -> c.getType().equals("Complete"))
                .isPresent();
    }

    static CronJob copy(CronJob cronJob) {
        return new CronJobBuilder(cronJob).editOrNewStatus().endStatus().build();
    }
}
