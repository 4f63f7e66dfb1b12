package dev.navarch.kubelet.probe;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The turns of one probe of one container, for as long as the pod lives; a new run of the container starts it over. */
final class ProbeWorker {

    /** One run of the container. */
    record Target(String containerId, Instant startedAt, String podIp) {}

    /** What the worker asks of its surroundings. */
    interface Surroundings {
        /** Whether this probe has its turn (startup first, then the others). */
        boolean enabled(Target target);

        /** Whether the result is in force already, from before a restart of the kubelet. */
        boolean initially(Target target);

        ProbeResult probe(Target target) throws InterruptedException;

        void failed(ProbeKind kind, ProbeResult result);
    }

    private final ProbeKind kind;
    private final Probe probe;
    private final Surroundings surroundings;
    private final Runnable changed;
    private final Thread thread;

    /** Guarded by {@code this}. */
    private @Nullable Target target;

    private volatile @Nullable Verdict verdict;

    /** The state of the result for one run of the container. */
    record Verdict(String containerId, boolean success, boolean decided) {}

    ProbeWorker(
            ProbeKind kind, Container container, String pod, Surroundings surroundings, Runnable changed, Probe probe) {
        this.kind = kind;
        this.probe = probe;
        this.surroundings = surroundings;
        this.changed = changed;
        this.thread = Thread.ofVirtual()
                .name(kind.title() + "-probe-" + pod + "-" + container.getName())
                .unstarted(this::run);
        thread.start();
    }

    /** The run of the container to probe now; null while it does not run. */
    synchronized void target(@Nullable Target now) {
        if (now == null || !now.equals(target)) {
            target = now;
            notifyAll();
        }
    }

    /** Something that {@link Surroundings#enabled} looks at has changed. */
    synchronized void nudge() {
        notifyAll();
    }

    @Nullable
    Verdict verdict() {
        return verdict;
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            Target last = null;
            while (true) {
                Target now = awaitTarget(last);
                if (last == null || !now.containerId().equals(last.containerId())) {
                    verdict = new Verdict(now.containerId(), surroundings.initially(now), false);
                }
                last = now;
                probeRun(now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Blocks until there is a run that has not been probed to its end. */
    private synchronized Target awaitTarget(@Nullable Target done) throws InterruptedException {
        while (target == null || target.equals(done) || !surroundings.enabled(target)) {
            wait(1000L * 60);
        }
        return target;
    }

    private synchronized boolean current(Target now) {
        return now.equals(target);
    }

    /** Sleeps, but not longer than the run lasts. */
    private synchronized boolean pause(Target now, Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = end - System.nanoTime(); left > 0 && now.equals(target); left = end - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
        return now.equals(target);
    }

    private void probeRun(Target now) throws InterruptedException {
        Instant first = now.startedAt().plusSeconds(orDefault(probe.getInitialDelaySeconds(), 0));
        Duration delay = Duration.between(Instant.now(), first);
        if (delay.isPositive() && !pause(now, delay)) {
            return;
        }
        Duration period = Duration.ofSeconds(Math.max(1, orDefault(probe.getPeriodSeconds(), 10)));
        Run run = new Run();
        do {
            ProbeResult result = surroundings.probe(now);
            if (!current(now)) {
                return;
            }
            if (!(result instanceof ProbeResult.Success)) {
                surroundings.failed(kind, result);
            }
            if (!(result instanceof ProbeResult.Broken) && run.count(now, result instanceof ProbeResult.Success)) {
                return;
            }
        } while (pause(now, period));
    }

    /** Counts results in a row against the thresholds. */
    private final class Run {
        private boolean last;
        private int inRow;

        /** @return whether this run needs no more probing */
        boolean count(Target now, boolean success) {
            inRow = success == last && inRow > 0 ? inRow + 1 : 1;
            last = success;
            int threshold =
                    success ? orDefault(probe.getSuccessThreshold(), 1) : orDefault(probe.getFailureThreshold(), 3);
            if (inRow < threshold) {
                return false;
            }
            Verdict before = verdict;
            verdict = new Verdict(now.containerId(), success, true);
            if (before == null || !before.decided() || before.success() != success) {
                changed.run();
            }
            return switch (kind) {
                case STARTUP -> true;
                case LIVENESS -> !success;
                case READINESS -> false;
            };
        }
    }

    private static int orDefault(@Nullable Integer value, int otherwise) {
        return value == null || value == 0 ? otherwise : value;
    }
}
