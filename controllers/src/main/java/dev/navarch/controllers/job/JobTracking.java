package dev.navarch.controllers.job;

import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.LastWrites;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts finished pods, each exactly once, and ends the job when its last pod is counted and gone. */
final class JobTracking {

    /** How many UIDs may wait in the status; the rest is counted by the next sync. */
    private static final int MAX_UNCOUNTED = 500;

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final TrackingFinalizer finalizer;
    private final PodBackoff backoff;
    private final LastWrites writes;

    JobTracking(
            KubernetesClient client,
            EventRecorder recorder,
            TrackingFinalizer finalizer,
            PodBackoff backoff,
            LastWrites writes) {
        this.client = client;
        this.recorder = recorder;
        this.finalizer = finalizer;
        this.backoff = backoff;
        this.writes = writes;
    }

    /** Whether the job has ended now, which its status tells. */
    boolean track(JobRun run, boolean statusChanged) {
        Set<String> withFinalizer = run.pods.stream()
                .filter(run::isPending)
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toCollection(ConcurrentHashMap::newKeySet));
        boolean released = countReleased(run, withFinalizer);
        boolean flush = statusChanged || released;
        List<Pod> counted = new ArrayList<>();
        flush |= gather(run, counted);
        boolean reachedLimit = run.uncounted().getSucceeded().size()
                        + run.uncounted().getFailed().size()
                >= MAX_UNCOUNTED;
        flush |= announceEnd(run);

        if (flush) {
            write(run);
            backoff.keep(run.job.getMetadata().getUid(), run.backoff);
        }
        RuntimeException failure = finalizer.remove(counted, withFinalizer);
        flush = countReleased(run, withFinalizer);
        if (failure != null) {
            if (flush) {
                write(run);
            }
            throw failure;
        }
        boolean ended = !reachedLimit && enactEnd(run);
        if (flush || ended) {
            write(run);
        }
        if (ended) {
            report(run.job, Objects.requireNonNull(run.finished));
        }
        return ended;
    }

    /** Notes the pods to be counted, with UIDs or indexes in the status. Whether the status changed. */
    private static boolean gather(JobRun run, List<Pod> counted) {
        boolean changed = false;
        List<String> succeeded = new ArrayList<>(run.uncounted().getSucceeded());
        List<String> failed = new ArrayList<>(run.uncounted().getFailed());
        List<Integer> indexes = new ArrayList<>();
        List<Pod> inOrder = run.isIndexed()
                ? run.pods.stream()
                        .sorted(Comparator.comparingInt(CompletionIndex::of))
                        .toList()
                : run.pods;
        for (Pod pod : inOrder) {
            if (!run.isPending(pod) || !mayBeReleased(run, pod)) {
                continue;
            }
            counted.add(pod);
            String uid = pod.getMetadata().getUid();
            if (PodState.phase(pod).equals("Succeeded") && !run.uncountedFailed.contains(uid)) {
                if (run.isIndexed()) {
                    int index = CompletionIndex.of(pod);
                    if (run.hasValidIndex(pod) && !run.previouslySucceeded.has(index)) {
                        changed |= indexes.add(index);
                    }
                } else if (!run.uncountedSucceeded.contains(uid)) {
                    changed |= succeeded.add(uid);
                }
            } else if (run.countsAsFailed(pod) || endsInFailure(run)) {
                if (!run.uncountedFailed.contains(uid)
                        && (!run.isIndexed() || run.hasValidIndex(pod))
                        && run.judge(pod).counted()) {
                    changed |= failed.add(uid);
                }
            }
            if (indexes.size() + succeeded.size() + failed.size() >= MAX_UNCOUNTED) {
                break;
            }
        }
        run.uncounted().setSucceeded(succeeded);
        run.uncounted().setFailed(failed);
        boolean noted = run.isIndexed() && noteIndexes(run, indexes);
        return changed || noted;
    }

    private static boolean noteIndexes(JobRun run, List<Integer> indexes) {
        run.succeededIndexes = run.succeededIndexes.with(indexes);
        String completed = run.succeededIndexes.toString();
        boolean changed =
                !completed.equals(Objects.requireNonNullElse(run.status().getCompletedIndexes(), ""));
        run.status().setSucceeded(run.succeededIndexes.total());
        run.status().setCompletedIndexes(completed.isEmpty() ? null : completed);
        String failed = run.failedIndexes == null ? null : run.failedIndexes.toString();
        if (!Objects.equals(failed, run.status().getFailedIndexes())) {
            run.status().setFailedIndexes(failed);
            changed = true;
        }
        return changed;
    }

    private static boolean endsInFailure(JobRun run) {
        return run.finished != null && !run.finished.getType().equals(JobConditions.SUCCESS_CRITERIA_MET);
    }

    private static boolean mayBeReleased(JobRun run, Pod pod) {
        if (run.job.isMarkedForDeletion()
                || run.finished != null
                || PodState.phase(pod).equals("Succeeded")) {
            return true;
        }
        if (!run.countsAsFailed(pod)) {
            return false;
        }
        Pod awaiting = run.limitsEachIndex() ? run.awaitingReplacement.get(CompletionIndex.of(pod)) : null;
        return awaiting == null
                || !awaiting.getMetadata().getUid().equals(pod.getMetadata().getUid());
    }

    /** Writes down that the end is decided; from then on {@code run.finished} is the condition of the end itself. */
    private static boolean announceEnd(JobRun run) {
        JobCondition end = run.finished;
        if (end == null) {
            return false;
        }
        String type = end.getType();
        if (type.equals(JobConditions.FAILURE_TARGET)) {
            run.finished = JobConditions.isTrue(JobConditions.FAILED, end.getReason(), end.getMessage());
            return run.ensure(end);
        }
        if (type.equals(JobConditions.SUCCESS_CRITERIA_MET)) {
            run.finished = JobConditions.isTrue(JobConditions.COMPLETE, end.getReason(), end.getMessage());
            return JobConditions.whereTrue(run.job, type).isEmpty() && run.ensure(end);
        }
        return false;
    }

    /** Moves those that lost their finalizer from the list of UIDs to the counters. Whether there were any. */
    private static boolean countReleased(JobRun run, Set<String> withFinalizer) {
        List<String> succeeded = run.uncounted().getSucceeded().stream()
                .filter(withFinalizer::contains)
                .toList();
        List<String> failed = run.uncounted().getFailed().stream()
                .filter(withFinalizer::contains)
                .toList();
        int newSuccesses = run.uncounted().getSucceeded().size() - succeeded.size();
        int newFailures = run.uncounted().getFailed().size() - failed.size();
        run.status().setSucceeded(plus(run.status().getSucceeded(), newSuccesses));
        run.status().setFailed(plus(run.status().getFailed(), newFailures));
        run.uncounted().setSucceeded(succeeded);
        run.uncounted().setFailed(failed);
        return newSuccesses + newFailures > 0;
    }

    private static @Nullable Integer plus(@Nullable Integer count, int more) {
        return more == 0 ? count : Integer.valueOf((count == null ? 0 : count) + more);
    }

    private static boolean enactEnd(JobRun run) {
        JobCondition end = run.finished;
        if (end == null
                || !run.uncounted().getSucceeded().isEmpty()
                || !run.uncounted().getFailed().isEmpty()
                || run.terminating > 0) {
            return false;
        }
        boolean _ = run.ensure(end);
        if (end.getType().equals(JobConditions.COMPLETE)) {
            run.status().setCompletionTime(end.getLastTransitionTime());
        }
        return true;
    }

    private void report(Job job, JobCondition end) {
        if (!end.getType().equals(JobConditions.COMPLETE)) {
            recorder.warning(job, end.getReason(), end.getMessage());
            return;
        }
        Integer completions = job.getSpec().getCompletions();
        Integer succeeded = job.getStatus().getSucceeded();
        if (completions != null && succeeded != null && succeeded > completions) {
            recorder.warning(
                    job, "TooManySucceededPods", "Too many succeeded pods running after completion count reached");
        }
        recorder.normal(job, "Completed", "Job completed");
    }

    private void write(JobRun run) {
        run.job = writes.note(client.resource(run.job).updateStatus());
    }
}
