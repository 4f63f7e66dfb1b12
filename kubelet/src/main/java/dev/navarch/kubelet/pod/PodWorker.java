package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.container.Cancellation;
import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.pod.PodStatusGenerator.Verdict;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.PodSnapshot;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.SandboxStatus;
import dev.navarch.kubelet.volume.VolumeException;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pod from first sight to the last trace: syncing, then terminating, then terminated until its object is gone. The
 * loop runs on the worker's own virtual thread; other threads only leave notes (guarded by {@code lock}) and wake it.
 */
final class PodWorker {
    private static final Logger log = LoggerFactory.getLogger(PodWorker.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration FIRST_MOUNT_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_MOUNT_RETRY = Duration.ofSeconds(122);
    private static final Duration RESIZE_RETRY = Duration.ofSeconds(30);
    private static final Duration KILL_RETRY = Duration.ofSeconds(2);

    private enum Stage {
        SYNCING,
        TERMINATING,
        TERMINATED
    }

    private final PodServices services;
    private final Supplier<Collection<Pod>> others;
    private final Consumer<PodWorker> finished;
    private final PodResize resize;
    private final ResizeEvents resizeEvents;
    private final Cancellation cancellation = new Cancellation();
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    /** The fields from here to {@code killing} are guarded by {@code lock}. */
    private Pod pod;

    private boolean woken = true;
    private boolean changed = true;
    private boolean removed;
    private @Nullable Verdict verdict;
    private long graceLimit = Long.MAX_VALUE;
    private boolean killed;
    private long killing = Long.MAX_VALUE;

    /** These belong to the loop. */
    private volatile Stage stage = Stage.SYNCING;

    private volatile PodRuntimeStatus runtime;
    private volatile boolean admitted;
    private boolean removalAsked;
    private @Nullable Instant next;
    private Instant sandboxNotBefore = Instant.EPOCH;
    private Duration mountRetry = FIRST_MOUNT_RETRY;

    PodWorker(Pod pod, PodServices services, Supplier<Collection<Pod>> others, Consumer<PodWorker> finished) {
        this.pod = pod;
        this.services = services;
        this.others = others;
        this.finished = finished;
        this.resize =
                new PodResize(services.allocations().apply(pod.getMetadata().getUid()));
        this.resizeEvents = new ResizeEvents(services.events());
        this.runtime = PodRuntimeStatus.none(PodFacts.ref(pod));
        this.thread = Thread.ofVirtual()
                .name("pod-" + pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName())
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    Pod pod() {
        lock.lock();
        try {
            return pod;
        } finally {
            lock.unlock();
        }
    }

    /** The pod with the resources that it has been given. */
    Pod allocatedPod() {
        return resize.apply(pod());
    }

    PodRuntimeStatus runtimeStatus() {
        return runtime;
    }

    PodSnapshot snapshot() {
        return PodSnapshot.of(runtime);
    }

    /** Holds resources of the node. */
    boolean active() {
        return admitted && stage != Stage.TERMINATED;
    }

    void update(Pod now) {
        note(() -> {
            pod = now;
            if (PodFacts.isDeleted(now)) {
                cancellation.cancel();
            }
        });
    }

    /** The object is gone, or the manifest: nothing is left to report to. */
    void remove() {
        note(() -> {
            removed = true;
            cancellation.cancel();
        });
    }

    /** The pod is over whatever its containers do. */
    void end(Verdict reason, Optional<Long> graceSeconds) {
        note(() -> {
            verdict = reason;
            graceLimit = graceSeconds.orElse(graceLimit);
            cancellation.cancel();
        });
    }

    /** @param runtimeChanged the runtime's state must be read again */
    void wake(boolean runtimeChanged) {
        note(() -> changed |= runtimeChanged);
    }

    private void note(Runnable change) {
        lock.lock();
        try {
            change.run();
            woken = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            do {
                next = null;
                turn();
            } while (await());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finished.accept(this);
        }
    }

    private void turn() throws InterruptedException {
        try {
            if (takeChanged()) {
                refresh();
            }
            switch (stage) {
                case SYNCING -> sync();
                case TERMINATING -> terminate();
                case TERMINATED -> removeObject();
            }
        } catch (ContainerRuntimeException e) {
            log.atDebug().addKeyValue("pod", runtime.pod()).setCause(e).log("the runtime fails");
            readAgain();
            retryBy(Instant.now().plus(RETRY));
        } catch (RuntimeException e) {
            log.atError().addKeyValue("pod", runtime.pod()).setCause(e).log("pod sync failed");
            retryBy(Instant.now().plus(RETRY));
        }
    }

    /** At the next turn, whatever brings it. */
    private void readAgain() {
        lock.lock();
        try {
            changed = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean takeChanged() {
        lock.lock();
        try {
            boolean was = changed;
            changed = false;
            woken = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until there is something to do. @return false once nothing of the pod is left */
    private boolean await() throws InterruptedException {
        lock.lock();
        try {
            while (!woken && !over()) {
                if (next == null) {
                    wake.await();
                } else if (wake.awaitNanos(Duration.between(Instant.now(), next).toNanos()) <= 0) {
                    break;
                }
            }
            if (!over()) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        return !clearAway();
    }

    private boolean over() {
        return stage == Stage.TERMINATED && removed;
    }

    private void retryBy(Instant at) {
        next = next == null || at.isBefore(next) ? at : next;
    }

    private void refresh() throws ContainerRuntimeException {
        runtime = services.messages().addTo(services.runtime().podStatus(runtime.pod()));
    }

    // --- syncing

    private void sync() throws ContainerRuntimeException, InterruptedException {
        Pod wanted = pod();
        if (mustEnd(wanted)) {
            beginTermination();
            return;
        }
        if (PodFacts.hasTerminalPhase(wanted) && !PodFacts.isStatic(wanted)) {
            beginTermination();
            return;
        }
        if (!admit(wanted)) {
            return;
        }
        Pod now = allocate(wanted);
        if (PodStatusGenerator.isTerminal(report(now, false).getPhase())) {
            beginTermination();
            return;
        }
        watchDeadline(now);
        if (mustEnd(now)) {
            beginTermination();
            return;
        }
        if (!setUpVolumes(now)) {
            return;
        }
        act(now);
    }

    /** The pod with the resources that it has been given, which are those it asks for if there is room. */
    private Pod allocate(Pod wanted) {
        PodResize.Outcome outcome =
                resize.allocate(wanted, pod -> services.admission().refuse(pod, others.get()));
        switch (outcome) {
            case PodResize.Outcome.Unchanged unchanged -> {}
            case PodResize.Outcome.Started started -> resizeEvents.started(wanted);
            case PodResize.Outcome.Deferred deferred -> {
                if (deferred.news()) {
                    resizeEvents.deferred(wanted, deferred.message());
                }
                retryBy(Instant.now().plus(RESIZE_RETRY));
            }
        }
        return resize.apply(wanted);
    }

    private PodActions plan(Pod now) {
        return PodActionPlanner.plan(now, runtime, new Probes(), services.figures());
    }

    private void settleResize(Pod now) {
        resize.actuated(plan(now).resizes().isEmpty() && noneRestartsForResize(now))
                .ifPresent(generation -> resizeEvents.completed(now, generation));
    }

    private boolean noneRestartsForResize(Pod now) {
        return PodFacts.allContainers(now).stream()
                .allMatch(c -> runtime.container(c.getName())
                        .filter(RuntimeContainer::running)
                        .map(r -> services.figures().of(now, c).sameLimits(r.resources()))
                        .orElse(true));
    }

    private void act(Pod now) throws ContainerRuntimeException, InterruptedException {
        PodActions actions = plan(now);
        if (actions.createSandbox() && Instant.now().isBefore(sandboxNotBefore)) {
            retryBy(sandboxNotBefore);
            return;
        }
        if (!actions.nothing()) {
            Optional<Instant> retry;
            try {
                PodStart start = new PodStart(services, now, runtime, cancellation);
                retry = start.carryOut(actions);
                start.resizeError().filter(e -> resize.failed(now, e)).ifPresent(e -> resizeEvents.failed(now, e));
                sandboxNotBefore = start.sandboxFailed() ? retry.orElse(Instant.EPOCH) : Instant.EPOCH;
            } catch (InterruptedException e) {
                if (!cancellation.cancelled()) {
                    throw e;
                }
                retry = Optional.empty();
            }
            retry.ifPresent(this::retryBy);
            refresh();
        }
        settleResize(now);
        services.probes().sync(now, runtime, podIps(now), false);
        if (PodStatusGenerator.isTerminal(report(now, false).getPhase()) || mustEnd(pod())) {
            beginTermination();
            return;
        }
        services.volumes().nextRefresh(uid()).ifPresent(this::retryBy);
        if (!actions.nothing() && next == null && !plan(now).nothing()) {
            wake(false);
        }
    }

    private String uid() {
        return runtime.pod().uid();
    }

    private boolean mustEnd(Pod now) {
        lock.lock();
        try {
            return removed || verdict != null || PodFacts.isDeleted(now);
        } finally {
            lock.unlock();
        }
    }

    private boolean admit(Pod now) {
        if (admitted) {
            return true;
        }
        boolean ranBefore = !runtime.isEmpty();
        Optional<Verdict> refusal =
                ranBefore ? Optional.empty() : services.admission().refuse(now, others.get());
        if (refusal.isPresent()) {
            services.events()
                    .warning(
                            EventRecorder.about(now),
                            refusal.get().reason(),
                            refusal.get().message());
            end(
                    new Verdict(
                            refusal.get().reason(),
                            "Pod was rejected: " + refusal.get().message()),
                    Optional.empty());
            return false;
        }
        admitted = true;
        return true;
    }

    private void watchDeadline(Pod now) {
        Long seconds = now.getSpec().getActiveDeadlineSeconds();
        String started = services.statuses().current(now).getStartTime();
        if (seconds == null || started == null) {
            return;
        }
        Instant deadline = Instant.parse(started).plusSeconds(seconds);
        if (Instant.now().isBefore(deadline)) {
            retryBy(deadline);
            return;
        }
        String message = "Pod was active on the node longer than the specified deadline";
        services.events().normal(EventRecorder.about(now), "DeadlineExceeded", message);
        end(new Verdict("DeadlineExceeded", message), Optional.empty());
    }

    private boolean setUpVolumes(Pod now) {
        try {
            services.volumes().setUp(now, podIps(now), services.hostIps().get());
            mountRetry = FIRST_MOUNT_RETRY;
            return true;
        } catch (VolumeException e) {
            log.atDebug().addKeyValue("pod", runtime.pod()).setCause(e).log("volumes are not ready");
            retryBy(Instant.now().plus(mountRetry));
            Duration longer = mountRetry.multipliedBy(2);
            mountRetry = longer.compareTo(LAST_MOUNT_RETRY) > 0 ? LAST_MOUNT_RETRY : longer;
            return !runtime.running().isEmpty();
        }
    }

    private List<String> podIps(Pod now) {
        return PodFacts.hostNetwork(now) ? services.hostIps().get() : runtime.ips();
    }

    // --- reporting

    private PodStatus report(Pod now, boolean terminal) {
        Optional<Verdict> reason = Optional.ofNullable(currentVerdict());
        PodStatus before = services.statuses().current(now);
        PodStatus status = services.generator()
                .generate(resize.apply(now), runtime, before, terminal, reason, resize.conditions());
        boolean ends =
                PodStatusGenerator.isTerminal(status.getPhase()) && !PodStatusGenerator.isTerminal(before.getPhase());
        PodStatus told = status;
        if (ends && !runtime.running().isEmpty()) {
            // Who sees a pod as over may use what it held; so it is not before its last container has ended.
            told = new io.fabric8.kubernetes.api.model.PodStatusBuilder(status)
                    .withPhase(before.getPhase() == null ? "Pending" : before.getPhase())
                    .withReason(before.getReason())
                    .withMessage(before.getMessage())
                    .build();
        }
        services.statuses().set(now, told);
        return status;
    }

    private @Nullable Verdict currentVerdict() {
        lock.lock();
        try {
            return verdict;
        } finally {
            lock.unlock();
        }
    }

    // --- terminating

    private void beginTermination() throws ContainerRuntimeException {
        stage = Stage.TERMINATING;
        terminate();
    }

    private void terminate() throws ContainerRuntimeException {
        Pod now = pod();
        services.probes().sync(now, runtime, podIps(now), true);
        if (!runtime.running().isEmpty()) {
            report(now, false);
        }
        if (killDone()) {
            terminated(now);
        } else {
            kill(now);
        }
    }

    private boolean killDone() {
        lock.lock();
        try {
            return killed && runtime.running().isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Starts to kill, and again when less patience is asked for. */
    private void kill(Pod now) {
        long grace;
        lock.lock();
        try {
            grace = Math.min(graceLimit, PodFacts.gracePeriodSeconds(now));
            if (grace >= killing && !killed) {
                return;
            }
            killing = grace;
            killed = false;
        } finally {
            lock.unlock();
        }
        PodRuntimeStatus target = runtime;
        Thread.ofVirtual().name("kill-" + runtime.pod()).start(() -> {
            boolean done = false;
            try {
                services.killer().killPod(now, target, Duration.ofSeconds(grace));
                done = true;
            } catch (ContainerRuntimeException | RuntimeException e) {
                services.events()
                        .warning(EventRecorder.about(now), "FailedKillPod", "error killing pod: " + e.getMessage());
                sleep(KILL_RETRY);
            }
            boolean success = done;
            note(() -> {
                changed = true;
                if (success) {
                    killed = true;
                } else {
                    killing = Long.MAX_VALUE;
                }
            });
        });
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void terminated(Pod now) {
        boolean toldBefore = PodFacts.hasTerminalPhase(now)
                && now.getStatus().getContainerStatuses().stream().noneMatch(PodWorker::runs);
        if (!toldBefore) {
            PodStatus status = report(now, true);
            if (!PodStatusGenerator.isTerminal(status.getPhase()) && !PodFacts.isStatic(now)) {
                end(new Verdict("", ""), Optional.empty());
                PodStatus failed = new io.fabric8.kubernetes.api.model.PodStatusBuilder(status)
                        .withPhase("Failed")
                        .build();
                services.statuses().set(now, failed);
            }
        }
        stage = Stage.TERMINATED;
        services.probes().forget(uid());
        services.images().forget(uid());
        services.crashes().forget(uid() + "/");
        services.failures().forget(uid());
        services.objects().forget(uid());
        try {
            services.volumes().tearDown(uid());
        } catch (IOException e) {
            log.atWarn().addKeyValue("pod", runtime.pod()).setCause(e).log("a volume is busy");
        }
        removeObject();
    }

    /** A pod that is over stays until somebody deletes it. */
    private void removeObject() {
        Pod now = pod();
        if (PodFacts.isDeleted(now) && !removalAsked) {
            removalAsked = true;
            services.statuses().remove(now);
        }
    }

    private static boolean runs(ContainerStatus status) {
        return status.getState() != null && status.getState().getRunning() != null;
    }

    // --- after the end

    /** @return whether all traces are gone */
    private boolean clearAway() {
        try {
            refresh();
            for (RuntimeContainer container : runtime.containers()) {
                services.runtime().removeContainer(container.id());
                services.messages().forget(container.id());
            }
            for (SandboxStatus sandbox : runtime.sandboxes()) {
                services.runtime().removeSandbox(sandbox.id());
            }
            services.volumes().tearDown(uid());
            services.statuses().forget(uid());
            return true;
        } catch (ContainerRuntimeException | IOException e) {
            log.atWarn().addKeyValue("pod", runtime.pod()).setCause(e).log("not everything of a pod could be removed");
            sleep(KILL_RETRY);
            return false;
        }
    }

    private final class Probes implements PodActionPlanner.ProbeResults {
        @Override
        public boolean failedLiveness(RuntimeContainer container) {
            return services.probes().failedLiveness(uid(), container.name(), container.id());
        }

        @Override
        public boolean failedStartup(RuntimeContainer container) {
            return services.probes().failedStartup(uid(), container.name(), container.id());
        }

        @Override
        public boolean started(RuntimeContainer container) {
            return services.probes().started(uid(), container.name(), container.id());
        }
    }
}
