package dev.navarch.controllers.job;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.LastWrites;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.ownership.ControllerRefManager;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.pods.Batches;
import dev.navarch.controllers.pods.Expectations;
import dev.navarch.controllers.pods.OwnedPods;
import dev.navarch.controllers.pods.PodControl;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Job controller. */
public final class JobReconciler implements Reconciler<Job> {

    static final String CONTROLLER_NAME = "kubernetes.io/job-controller";
    private static final Duration CACHE_LAG = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final Expectations expectations = new Expectations();
    private final OwnedPods<Job> ownedPods;
    private final TrackingFinalizer finalizer;
    private final PodBackoff backoff = new PodBackoff();
    private final LastWrites writes = new LastWrites();
    private final JobPods jobPods;
    private final JobTracking tracking;

    /** Jobs that this controller ended and whose end the cache may not show yet. */
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    public JobReconciler(ControllerContext context) {
        client = context.client();
        recorder = context.events().recorder("job-controller");
        SharedInformer<Pod> pods = context.informers().of(Pod.class);
        finalizer = new TrackingFinalizer(client);
        // Before the event source, which is woken by the same changes after this has heard of them.
        var _ = pods.onChange(finalizer::observe);
        ownedPods =
                new OwnedPods<>(pods, context.informers().of(Job.class), "Job", JobReconciler::selector, expectations);
        jobPods = new JobPods(new PodControl(client, recorder), expectations, finalizer);
        tracking = new JobTracking(client, recorder, finalizer, backoff, writes);
    }

    private static Predicate<Map<String, String>> selector(Job job) {
        return LabelSelectors.predicate(job.getSpec().getSelector()).orElse(labels -> false);
    }

    static boolean isManagedElsewhere(Job job) {
        String manager = job.getSpec().getManagedBy();
        return manager != null && !manager.equals(CONTROLLER_NAME);
    }

    @Override
    public List<EventSource<?, Job>> prepareEventSources(EventSourceContext<Job> context) {
        return List.of(ownedPods.eventSource());
    }

    @Override
    public UpdateControl<Job> reconcile(Job job, Context<Job> context) {
        String uid = job.getMetadata().getUid();
        if (context.isPrimaryResourceDeleted() || JobConditions.isFinished(job)) {
            backoff.forget(uid);
            writes.forget(job);
            ended.remove(uid);
            if (context.isPrimaryResourceDeleted()) {
                expectations.forget(uid);
            }
            return UpdateControl.noUpdate();
        }
        if (isManagedElsewhere(job) || ended.contains(uid)) {
            return UpdateControl.noUpdate();
        }
        if (!writes.isSeen(job)) {
            return UpdateControl.<Job>noUpdate().rescheduleAfter(CACHE_LAG);
        }
        String mode = job.getSpec().getCompletionMode();
        if (mode != null && !mode.equals("NonIndexed") && !mode.equals("Indexed")) {
            recorder.warning(job, "UnknownCompletionMode", "Skipped Job sync because completion mode is unknown");
            return UpdateControl.noUpdate();
        }
        return sync(job, uid)
                .lookAgain()
                .map(delay -> UpdateControl.<Job>noUpdate().rescheduleAfter(delay))
                .orElseGet(UpdateControl::noUpdate);
    }

    private JobRun sync(Job job, String uid) {
        boolean cacheIsCurrent = expectations.satisfied(uid);
        JobRun run = new JobRun(job, claim(job), finalizer);
        count(run, uid);
        run.finished = decidedEnd(run);
        if (run.isIndexed()) {
            run.calculateIndexes();
            if (run.limitsEachIndex()) {
                run.finished = run.finished != null ? run.finished : indexFailure(run);
                run.calculateReplacements();
            }
            if (run.finished == null) {
                run.finished = SuccessRules.met(run.spec().getSuccessPolicy(), run.completions(), run.succeededIndexes)
                        .map(text -> JobConditions.isTrue(JobConditions.SUCCESS_CRITERIA_MET, "SuccessPolicy", text))
                        .orElse(null);
            }
        }
        boolean[] changed = {false};
        RuntimeException failure = run.finished != null ? end(run, cacheIsCurrent) : goOn(run, cacheIsCurrent, changed);
        boolean counted = setCounts(run);
        if (tracking.track(run, counted || changed[0])) {
            ended.add(uid);
        }
        if (failure != null) {
            throw failure;
        }
        return run;
    }

    private List<Pod> claim(Job job) {
        List<Pod> claimed = new ControllerRefManager<>(client, job, selector(job), List.of(TrackingFinalizer.NAME))
                .claim(ownedPods.ofOrOrphaned(job));
        return claimed.stream().map(pod -> adopted(pod, job)).toList();
    }

    /** The cache shows a pod that was adopted just now without the finalizer that it got with that. */
    private static Pod adopted(Pod pod, Job job) {
        boolean known = pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(ref -> ref.getUid().equals(job.getMetadata().getUid()));
        return known || TrackingFinalizer.isOn(pod)
                ? pod
                : pod.edit()
                        .editMetadata()
                        .addToFinalizers(TrackingFinalizer.NAME)
                        .endMetadata()
                        .build();
    }

    private void count(JobRun run, String uid) {
        List<Pod> succeeded = run.newlySucceeded();
        List<Pod> failed = run.newlyFailed();
        run.succeeded = orZero(run.status().getSucceeded()) + succeeded.size() + run.uncountedSucceeded.size();
        run.failed = orZero(run.status().getFailed())
                + (int) failed.stream().filter(pod -> run.judge(pod).counted()).count()
                + run.uncountedFailed.size();
        if (run.status().getStartTime() == null && !run.isSuspended()) {
            run.status().setStartTime(Times.format(Instant.now()));
        }
        run.backoff = backoff.with(uid, succeeded, failed);
    }

    /** An end that an earlier sync decided on, or one that the failures so far make necessary. */
    private @Nullable JobCondition decidedEnd(JobRun run) {
        var met = JobConditions.whereTrue(run.job, JobConditions.SUCCESS_CRITERIA_MET);
        if (met.isPresent()) {
            return met.get();
        }
        var target = JobConditions.whereTrue(run.job, JobConditions.FAILURE_TARGET);
        if (target.isPresent()) {
            return JobConditions.isTrue(
                    JobConditions.FAILED, target.get().getReason(), target.get().getMessage());
        }
        var policy = run.pods.stream()
                .filter(run::countsAsFailed)
                .flatMap(pod -> run.judge(pod).failsJob().stream())
                .findFirst();
        if (policy.isPresent()) {
            return failure("PodFailurePolicy", policy.get());
        }
        if (run.failed > run.spec().getBackoffLimit() || restartsExceedLimit(run)) {
            return failure("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }
        return pastDeadline(run) ? failure("DeadlineExceeded", "Job was active longer than specified deadline") : null;
    }

    private static JobCondition failure(String reason, String message) {
        return JobConditions.isTrue(JobConditions.FAILURE_TARGET, reason, message);
    }

    private static boolean restartsExceedLimit(JobRun run) {
        if (!"OnFailure".equals(run.spec().getTemplate().getSpec().getRestartPolicy())) {
            return false;
        }
        int restarts = run.pods.stream()
                .filter(pod -> PodState.phase(pod).equals("Running")
                        || PodState.phase(pod).equals("Pending"))
                .flatMap(pod -> Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream()))
                .map(ContainerStatus::getRestartCount)
                .mapToInt(JobReconciler::orZero)
                .sum();
        int limit = run.spec().getBackoffLimit();
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    private static boolean pastDeadline(JobRun run) {
        Long deadline = run.spec().getActiveDeadlineSeconds();
        Instant start = Times.parse(run.status().getStartTime());
        if (deadline == null || start == null || run.isSuspended()) {
            return false;
        }
        Duration left = Duration.between(Instant.now(), start.plusSeconds(deadline));
        if (left.isPositive()) {
            run.lookAgainIn(left.plusMillis(1));
        }
        return !left.isPositive();
    }

    private static @Nullable JobCondition indexFailure(JobRun run) {
        int failed = Objects.requireNonNull(run.failedIndexes).total();
        Integer limit = run.spec().getMaxFailedIndexes();
        if (limit != null && failed > limit) {
            return failure(
                    "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
        }
        return failed > 0 && failed + run.succeededIndexes.total() >= run.completions()
                ? failure("FailedIndexes", "Job has failed indexes")
                : null;
    }

    private @Nullable RuntimeException end(JobRun run, boolean cacheIsCurrent) {
        int active = run.activeCount;
        Batches.Outcome outcome = jobPods.end(run);
        if (outcome.successes() != active || !cacheIsCurrent) {
            run.finished = null;
        }
        return outcome.failure();
    }

    private @Nullable RuntimeException goOn(JobRun run, boolean cacheIsCurrent, boolean[] changed) {
        boolean manages = cacheIsCurrent && !run.job.isMarkedForDeletion();
        RuntimeException failure = manages ? jobPods.manage(run) : null;
        Integer completions = run.spec().getCompletions();
        boolean complete =
                run.activeCount == 0 && (completions == null ? run.succeeded > 0 : run.succeeded >= completions);
        if (complete) {
            run.finished = JobConditions.isTrue(
                    JobConditions.SUCCESS_CRITERIA_MET,
                    "CompletionsReached",
                    "Reached expected number of succeeded pods");
        } else if (manages) {
            changed[0] = suspendOrResume(run);
        }
        return failure;
    }

    private boolean suspendOrResume(JobRun run) {
        boolean suspended = run.isSuspended();
        boolean news = run.ensure(
                suspended
                        ? JobConditions.isTrue(JobConditions.SUSPENDED, "JobSuspended", "Job suspended")
                        : JobConditions.of(JobConditions.SUSPENDED, "False", "JobResumed", "Job resumed"));
        if (news) {
            recorder.normal(run.job, suspended ? "Suspended" : "Resumed", suspended ? "Job suspended" : "Job resumed");
            run.status().setStartTime(suspended ? null : Times.format(Instant.now()));
        }
        return news;
    }

    private static boolean setCounts(JobRun run) {
        var status = run.status();
        boolean changed = run.activeCount != orZero(status.getActive())
                || !Integer.valueOf(run.ready).equals(status.getReady())
                || !Integer.valueOf(run.terminating).equals(status.getTerminating());
        status.setActive(run.activeCount == 0 ? null : run.activeCount);
        status.setReady(run.ready);
        status.setTerminating(run.terminating);
        return changed;
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
