package dev.navarch.controllers.job;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.pods.ActivePods;
import dev.navarch.controllers.pods.Batches;
import dev.navarch.controllers.pods.Expectations;
import dev.navarch.controllers.pods.PodControl;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Brings the number of a job's running pods to what it wants. */
final class JobPods {

    private static final int BURST = 500;
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final PodControl podControl;
    private final Expectations expectations;
    private final TrackingFinalizer finalizer;

    JobPods(PodControl podControl, Expectations expectations, TrackingFinalizer finalizer) {
        this.podControl = podControl;
        this.expectations = expectations;
        this.finalizer = finalizer;
    }

    /** Deletes the running pods of a job that ends; their finalizers stay. How many went, and the first error. */
    Batches.Outcome end(JobRun run) {
        Batches.Outcome outcome = Batches.all(run.active.stream()
                .<Runnable>map(pod -> () -> podControl.delete(pod, run.job))
                .toList());
        run.activeCount -= outcome.successes();
        run.terminating += outcome.successes();
        run.ready = Math.max(0, run.ready - readyAmong(run.active));
        return outcome;
    }

    /** The first error of what did not work, or null. */
    @Nullable
    RuntimeException manage(JobRun run) {
        if (run.isSuspended()) {
            return delete(run, forRemoval(run, run.activeCount));
        }
        int wanted = wantedActive(run);
        List<Pod> surplus = forRemoval(run, Math.max(0, run.activeCount - wanted));
        if (!surplus.isEmpty()) {
            return delete(run, surplus.stream().limit(BURST).toList());
        }
        int missing = wanted - run.activeCount - (run.replacesOnlyFailed() ? run.terminating : 0);
        return missing > 0 ? create(run, Math.min(missing, BURST)) : null;
    }

    private static int wantedActive(JobRun run) {
        int parallelism = run.spec().getParallelism();
        Integer completions = run.spec().getCompletions();
        if (completions == null) {
            return run.succeeded > 0 ? run.activeCount : parallelism;
        }
        return Math.max(0, Math.min(completions - run.succeeded, parallelism));
    }

    /** At least so many: and all whose index is unknown, too high, or another pod's as well. */
    private static List<Pod> forRemoval(JobRun run, int atLeast) {
        List<Pod> removed = new ArrayList<>();
        List<Pod> left = new ArrayList<>(run.active);
        if (run.isIndexed()) {
            left.clear();
            Map<Integer, List<Pod>> byIndex = new LinkedHashMap<>();
            run.active.forEach(pod -> byIndex.computeIfAbsent(CompletionIndex.of(pod), i -> new ArrayList<>())
                    .add(pod));
            byIndex.forEach((index, pods) -> {
                boolean valid = index != CompletionIndex.UNKNOWN && index < run.completions();
                pods.sort(ActivePods.LEAST_USEFUL_FIRST);
                removed.addAll(valid ? pods.subList(0, pods.size() - 1) : pods);
                left.addAll(valid ? List.of(pods.getLast()) : List.of());
            });
        }
        left.stream()
                .sorted(ActivePods.LEAST_USEFUL_FIRST)
                .limit(Math.max(0, atLeast - removed.size()))
                .forEach(removed::add);
        return removed;
    }

    private @Nullable RuntimeException delete(JobRun run, List<Pod> pods) {
        String uid = run.job.getMetadata().getUid();
        expectations.expect(
                uid, 0, pods.stream().map(pod -> pod.getMetadata().getUid()).toList());
        Batches.Outcome outcome = Batches.all(pods.stream()
                .<Runnable>map(pod -> () -> deleteUncounted(run.job, pod))
                .toList());
        run.activeCount -= outcome.successes();
        run.terminating += outcome.successes();
        run.ready = Math.max(0, run.ready - readyAmong(pods));
        return outcome.failure();
    }

    private void deleteUncounted(Job job, Pod pod) {
        boolean deleting = false;
        try {
            finalizer.remove(pod);
            deleting = podControl.delete(pod, job);
        } finally {
            if (!deleting) {
                expectations.deletionObserved(
                        job.getMetadata().getUid(), pod.getMetadata().getUid());
            }
        }
    }

    private static int readyAmong(List<Pod> pods) {
        return (int) pods.stream().filter(PodState::isReady).count();
    }

    private @Nullable RuntimeException create(JobRun run, int missing) {
        Instant now = Instant.now();
        if (!run.limitsEachIndex()) {
            Duration remaining = run.backoff.remaining(now);
            if (remaining.isPositive()) {
                lookAgain(run, remaining);
                return null;
            }
        }
        if (!run.isIndexed()) {
            return createAll(run, missing, new ConcurrentLinkedQueue<>());
        }
        List<Integer> indexes = pendingIndexes(run, missing);
        if (run.limitsEachIndex()) {
            List<Integer> due = indexes.stream()
                    .filter(i -> !remaining(run, i, now).isPositive())
                    .toList();
            if (due.isEmpty()) {
                indexes.stream()
                        .map(i -> remaining(run, i, now))
                        .min(Comparator.naturalOrder())
                        .ifPresent(wait -> lookAgain(run, wait));
                return null;
            }
            indexes = due;
        }
        return createAll(run, indexes.size(), new ConcurrentLinkedQueue<>(indexes));
    }

    private static void lookAgain(JobRun run, Duration remaining) {
        run.lookAgainIn(remaining.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : remaining);
    }

    private static Duration remaining(JobRun run, int index, Instant now) {
        Pod last = run.awaitingReplacement.get(index);
        return last == null
                ? Duration.ZERO
                : new PodBackoff.Failures(CompletionIndex.failures(last).total() + 1, FinishTimes.of(last))
                        .remaining(now);
    }

    private static List<Integer> pendingIndexes(JobRun run, int count) {
        Indexes taken = run.succeededIndexes.with(CompletionIndex.of(run.active));
        if (run.replacesOnlyFailed()) {
            taken = taken.with(CompletionIndex.of(
                    run.pods.stream().filter(PodState::isTerminating).toList()));
        }
        if (run.failedIndexes != null) {
            taken = taken.union(run.failedIndexes);
        }
        return taken.firstMissing(count, run.completions());
    }

    private @Nullable RuntimeException createAll(JobRun run, int count, ConcurrentLinkedQueue<Integer> indexes) {
        if (count == 0) {
            return null;
        }
        String uid = run.job.getMetadata().getUid();
        expectations.expect(uid, count, List.of());
        PodTemplateSpec template = tracked(run);
        AtomicInteger abandoned = new AtomicInteger();
        Batches.Outcome outcome = Batches.slowStart(count, () -> {
            if (!create(run, template, indexes.poll())) {
                abandoned.incrementAndGet();
            }
        });
        for (int i = outcome.successes() - abandoned.get(); i < count; i++) {
            expectations.creationObserved(uid);
        }
        run.activeCount += outcome.successes();
        return outcome.failure();
    }

    private static PodTemplateSpec tracked(JobRun run) {
        PodTemplateSpec template = run.spec().getTemplate();
        PodTemplateSpecBuilder builder =
                new PodTemplateSpecBuilder(run.isIndexed() ? CompletionIndex.withVariable(template) : template);
        boolean there = template.getMetadata() != null
                && template.getMetadata().getFinalizers().contains(TrackingFinalizer.NAME);
        return there
                ? builder.build()
                : builder.editOrNewMetadata()
                        .addToFinalizers(TrackingFinalizer.NAME)
                        .endMetadata()
                        .build();
    }

    /** Whether the pod was made: not where its namespace is on its way out, in which case nothing is to be done. */
    private boolean create(JobRun run, PodTemplateSpec shared, @Nullable Integer index) {
        String name = run.job.getMetadata().getName();
        PodTemplateSpec template = shared;
        if (index != null) {
            template = CompletionIndex.template(template, name, index);
            if (run.limitsEachIndex()) {
                template =
                        CompletionIndex.withFailures(template, run.failuresAfter(run.awaitingReplacement.get(index)));
            }
        }
        PodBuilder pod = PodControl.podFromTemplate(template, run.job, ControllerRef.to(run.job, "batch/v1", "Job"));
        if (index != null) {
            pod.editMetadata()
                    .withGenerateName(CompletionIndex.namePrefix(name, index))
                    .endMetadata();
        }
        try {
            var _ = podControl.create(run.job.getMetadata().getNamespace(), pod.build(), run.job);
            return true;
        } catch (KubernetesClientException e) {
            if (ApiErrors.isNamespaceTerminating(e)) {
                return false;
            }
            throw Objects.requireNonNull(e);
        }
    }
}
