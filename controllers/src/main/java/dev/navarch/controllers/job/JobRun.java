package dev.navarch.controllers.job;

import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.UncountedTerminatedPods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one sync of a job knows and has found out so far. Used by the one thread of the sync. */
final class JobRun {

    /** A private copy, whose status is written to; replaced by what the API server answers. */
    Job job;

    final List<Pod> pods;
    final List<Pod> active;
    private final TrackingFinalizer finalizer;
    final Set<String> uncountedSucceeded;
    final Set<String> uncountedFailed;

    int activeCount;
    int ready;
    int terminating;
    int succeeded;
    int failed;
    Indexes previouslySucceeded = Indexes.NONE;
    Indexes succeededIndexes = Indexes.NONE;

    @Nullable
    Indexes failedIndexes;

    PodBackoff.Failures backoff = new PodBackoff.Failures(0, java.time.Instant.EPOCH);

    /** Failed pods whose finalizer stays until their index has a new pod that inherits the count of failures. */
    Map<Integer, Pod> awaitingReplacement = Map.of();

    /** The end that is decided, which may not be told before all pods are gone. */
    @Nullable
    JobCondition finished;

    private Optional<Duration> lookAgain = Optional.empty();

    JobRun(Job shared, List<Pod> pods, TrackingFinalizer finalizer) {
        this.job = new JobBuilder(shared).editOrNewStatus().endStatus().build();
        if (status().getUncountedTerminatedPods() == null) {
            status().setUncountedTerminatedPods(new UncountedTerminatedPods());
        }
        this.pods = pods;
        this.finalizer = finalizer;
        this.active = pods.stream().filter(PodState::isActive).toList();
        this.activeCount = active.size();
        this.ready = (int) active.stream().filter(PodState::isReady).count();
        this.terminating = (int) pods.stream().filter(PodState::isTerminating).count();
        this.uncountedSucceeded = new HashSet<>(uncounted().getSucceeded());
        this.uncountedFailed = new HashSet<>(uncounted().getFailed());
    }

    JobSpec spec() {
        return job.getSpec();
    }

    JobStatus status() {
        return job.getStatus();
    }

    UncountedTerminatedPods uncounted() {
        return status().getUncountedTerminatedPods();
    }

    List<JobCondition> conditions() {
        return status().getConditions();
    }

    /** The condition is added to a copy: lists that builders made may not grow. */
    boolean ensure(JobCondition condition) {
        List<JobCondition> changed = new ArrayList<>(conditions());
        boolean news = JobConditions.ensure(changed, condition);
        status().setConditions(changed);
        return news;
    }

    boolean isIndexed() {
        return "Indexed".equals(spec().getCompletionMode());
    }

    boolean isSuspended() {
        return Boolean.TRUE.equals(spec().getSuspend());
    }

    boolean limitsEachIndex() {
        return spec().getBackoffLimitPerIndex() != null;
    }

    int completions() {
        return Objects.requireNonNullElse(spec().getCompletions(), 1);
    }

    boolean replacesOnlyFailed() {
        return "Failed".equals(spec().getPodReplacementPolicy()) || spec().getPodFailurePolicy() != null;
    }

    /** Failed, or (unless only failed pods are replaced) on its way out without success. */
    boolean countsAsFailed(Pod pod) {
        String phase = PodState.phase(pod);
        return phase.equals("Failed")
                || (!replacesOnlyFailed() && pod.isMarkedForDeletion() && !phase.equals("Succeeded"));
    }

    boolean isPending(Pod pod) {
        return finalizer.isPending(pod);
    }

    boolean hasValidIndex(Pod pod) {
        int index = CompletionIndex.of(pod);
        return index != CompletionIndex.UNKNOWN && index < completions();
    }

    FailurePolicy.Verdict judge(Pod pod) {
        return FailurePolicy.judge(spec().getPodFailurePolicy(), pod);
    }

    List<Pod> newlySucceeded() {
        return uncounted(uncountedSucceeded, pod -> PodState.phase(pod).equals("Succeeded"));
    }

    List<Pod> newlyFailed() {
        return uncounted(uncountedFailed, this::countsAsFailed);
    }

    private List<Pod> uncounted(Set<String> known, Predicate<Pod> filter) {
        return pods.stream()
                .filter(this::isPending)
                .filter(pod -> !known.contains(pod.getMetadata().getUid()))
                .filter(pod -> !isIndexed() || hasValidIndex(pod))
                .filter(filter)
                .toList();
    }

    void calculateIndexes() {
        previouslySucceeded = Indexes.parse(status().getCompletedIndexes(), completions());
        succeededIndexes = previouslySucceeded.with(CompletionIndex.of(pods.stream()
                .filter(pod -> PodState.phase(pod).equals("Succeeded"))
                .filter(pod -> hasValidIndex(pod) && TrackingFinalizer.isOn(pod))
                .toList()));
        succeeded = succeededIndexes.total();
        if (limitsEachIndex()) {
            failedIndexes = Indexes.parse(status().getFailedIndexes(), completions())
                    .with(CompletionIndex.of(pods.stream()
                            .filter(pod -> hasValidIndex(pod) && TrackingFinalizer.isOn(pod))
                            .filter(this::failsItsIndex)
                            .toList()));
        }
    }

    private boolean failsItsIndex(Pod pod) {
        if (!countsAsFailed(pod)) {
            return false;
        }
        FailurePolicy.Verdict verdict = judge(pod);
        return verdict.action().equals(FailurePolicy.FAIL_INDEX)
                || (verdict.counted() && CompletionIndex.failures(pod).counted() >= spec().getBackoffLimitPerIndex());
    }

    void calculateReplacements() {
        Set<Integer> running = CompletionIndex.of(active);
        Map<Integer, Pod> last = new HashMap<>();
        for (Pod pod : pods) {
            int index = CompletionIndex.of(pod);
            if (isPending(pod)
                    && hasValidIndex(pod)
                    && countsAsFailed(pod)
                    && !succeededIndexes.has(index)
                    && (failedIndexes == null || !failedIndexes.has(index))
                    && !running.contains(index)) {
                last.merge(index, pod, (a, b) -> isLater(a, b) ? b : a);
            }
        }
        awaitingReplacement = last;
    }

    private static boolean isLater(Pod before, Pod pod) {
        return CompletionIndex.failures(before).total()
                        <= CompletionIndex.failures(pod).total()
                && !FinishTimes.of(pod).isBefore(FinishTimes.of(before));
    }

    /** The counts of failures that the pod in place of this one inherits. */
    CompletionIndex.Failures failuresAfter(@Nullable Pod replaced) {
        if (replaced == null) {
            return CompletionIndex.Failures.NONE;
        }
        CompletionIndex.Failures before = CompletionIndex.failures(replaced);
        return judge(replaced).counted()
                ? new CompletionIndex.Failures(before.counted() + 1, before.ignored())
                : new CompletionIndex.Failures(before.counted(), before.ignored() + 1);
    }

    void lookAgainIn(Duration delay) {
        lookAgain = lookAgain.filter(known -> known.compareTo(delay) <= 0).or(() -> Optional.of(delay));
    }

    Optional<Duration> lookAgain() {
        return lookAgain;
    }
}
