package dev.navarch.controllers.scheduler.queue;

import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.Lister;
import dev.navarch.controllers.scheduler.framework.Nomination;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PodNominator;
import dev.navarch.controllers.scheduler.framework.PreEnqueuePlugin;
import dev.navarch.controllers.scheduler.framework.QueueSortPlugin;
import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The scheduling queue. Thread-safe; {@code lock} guards everything, and is held while plugins give hints and check pods
 * before they enter.
 */
public final class SchedulingQueue implements PodNominator, AutoCloseable {

    private static final Duration MAX_UNSCHEDULABLE = Duration.ofMinutes(5);
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final Duration LEFTOVER_CHECK = Duration.ofSeconds(30);

    /** How the queue is made. */
    public record Settings(
            QueueSortPlugin order,
            Map<String, List<PreEnqueuePlugin>> preEnqueue,
            QueueingHints hints,
            Duration initialBackoff,
            Duration maxBackoff,
            Clock clock,
            Lister<Pod> pods) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Settings settings;
    private final QueueingHints hints;
    private final Clock clock;
    private final PodHeap active;
    private final BackoffQueue backoff;
    private final Map<String, QueuedPodInfo> unschedulable = new HashMap<>();
    private final InFlight inFlight = new InFlight();
    private final Nominator nominator;
    private volatile boolean anyNominated;
    private Instant nextLeftoverCheck;
    private boolean closed;

    public SchedulingQueue(Settings settings) {
        this.settings = settings;
        this.hints = settings.hints();
        this.clock = settings.clock();
        this.active = new PodHeap(settings.order());
        this.backoff = new BackoffQueue(clock, settings.initialBackoff(), settings.maxBackoff(), settings.order());
        this.nominator = new Nominator(settings.pods());
        this.nextLeftoverCheck = clock.instant().plus(LEFTOVER_CHECK);
    }

    private interface Locked<T> {
        T run();
    }

    private <T> T locked(Locked<T> action) {
        lock.lock();
        try {
            return action.run();
        } finally {
            anyNominated = !nominator.isEmpty();
            lock.unlock();
        }
    }

    private void lockedRun(Runnable action) {
        locked(() -> {
            action.run();
            return true;
        });
    }

    // ---- the scheduling loop's side

    /** The next pod to schedule; waits for one. Null when the queue is closed. */
    public @Nullable QueuedPodInfo take() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    return null;
                }
                QueuedPodInfo pod = next();
                if (pod != null) {
                    return pod;
                }
                arrived.await(Math.max(1, untilNextFlush().toMillis()), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next pod to schedule, or null when there is none now. */
    public @Nullable QueuedPodInfo poll() {
        lock.lock();
        try {
            return next();
        } finally {
            lock.unlock();
        }
    }

    /** How long there is nothing to do unless something happens. */
    private Duration untilNextFlush() {
        if (backoff.size() > 0) {
            // Only errors wait here: rejected pods are taken early. Their waits end on whole seconds.
            return Duration.ofMillis(1000 - clock.millis() % 1000);
        }
        return unschedulable.isEmpty() ? FOREVER : Duration.between(clock.instant(), nextLeftoverCheck);
    }

    private @Nullable QueuedPodInfo next() {
        flushCompletedBackoff();
        flushLeftovers();
        while (true) {
            QueuedPodInfo pod = active.poll();
            if (pod == null) {
                pod = backoff.pollEarly();
            }
            if (pod == null) {
                return null;
            }
            pod.countAttempt();
            if (inFlight.start(pod.podInfo().uid())) {
                return pod;
            }
        }
    }

    private void flushCompletedBackoff() {
        for (QueuedPodInfo pod : backoff.pollCompleted()) {
            pod.firstAttemptAt(clock.instant());
            active.put(pod);
        }
    }

    private void flushLeftovers() {
        Instant now = clock.instant();
        if (now.isBefore(nextLeftoverCheck)) {
            return;
        }
        nextLeftoverCheck = now.plus(LEFTOVER_CHECK);
        List<QueuedPodInfo> leftovers = new ArrayList<>();
        for (QueuedPodInfo pod : unschedulable.values()) {
            if (Duration.between(pod.timestamp(), now).compareTo(MAX_UNSCHEDULABLE) > 0) {
                leftovers.add(pod);
            }
        }
        if (!leftovers.isEmpty()) {
            move(leftovers, ClusterEvent.UNSCHEDULABLE_TIMEOUT, null, null);
        }
    }

    /** The attempt at this pod is over, whatever came of it. */
    public void done(String uid) {
        lockedRun(() -> inFlight.done(uid));
    }

    /** Puts a pod back that could not be scheduled; what rejected it decides where. */
    public void addUnschedulable(QueuedPodInfo pod) {
        lockedRun(() -> {
            String key = pod.podInfo().key();
            try {
                if (unschedulable.containsKey(key) || active.contains(key) || backoff.get(key) != null) {
                    return;
                }
                pod.attemptFailed(clock.instant());
                requeue(pod, strategyForInFlight(pod));
            } finally {
                inFlight.done(pod.podInfo().uid());
            }
        });
    }

    // ---- the informers' side

    public void add(Pod pod) {
        lockedRun(() -> addNew(pod));
    }

    private void addNew(Pod pod) {
        QueuedPodInfo info = new QueuedPodInfo(pod, clock.instant());
        if (moveToActive(info)) {
            nominator.add(info.podInfo(), null);
        }
    }

    /** A pod without a node changed; {@code events} say what it may mean for the pod itself. */
    public void update(Pod before, Pod after, List<ClusterEvent> events) {
        lockedRun(() -> {
            String key = key(after);
            if (inFlight.contains(after.getMetadata().getUid())) {
                events.forEach(event -> inFlight.add(new InFlight.Occurrence(event, before, after)));
                return;
            }
            QueuedPodInfo pod = active.remove(key);
            if (pod != null) {
                refresh(pod, before, after);
                active.put(pod);
                return;
            }
            pod = backoff.remove(key);
            if (pod != null) {
                refresh(pod, before, after);
                backoff.put(pod);
                return;
            }
            pod = unschedulable.get(key);
            if (pod == null) {
                addNew(after);
                return;
            }
            refresh(pod, before, after);
            for (ClusterEvent event : events) {
                Strategy strategy = strategy(pod, event, before, after);
                if (strategy != Strategy.SKIP) {
                    unschedulable.remove(key);
                    if (requeue(pod, strategy)) {
                        return;
                    }
                }
            }
        });
    }

    private void refresh(QueuedPodInfo pod, Pod before, Pod after) {
        pod.update(after);
        nominator.update(before, pod.podInfo());
    }

    public void delete(Pod pod) {
        lockedRun(() -> {
            nominator.delete(pod);
            String key = key(pod);
            if (active.remove(key) == null && backoff.remove(key) == null) {
                unschedulable.remove(key);
            }
        });
    }

    /** Something happened in the cluster: pods that it may help are tried again. */
    public void moveAll(ClusterEvent event, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        moveAll(event, before, after, pod -> true);
    }

    /**
     * Something happened in the cluster: pods that it may help are tried again.
     *
     * @param which limits the pods that are looked at
     */
    public void moveAll(
            ClusterEvent event, @Nullable HasMetadata before, @Nullable HasMetadata after, Predicate<Pod> which) {
        if (!hints.isOfInterest(event)) {
            return;
        }
        lockedRun(() -> {
            List<QueuedPodInfo> candidates = new ArrayList<>();
            for (QueuedPodInfo pod : unschedulable.values()) {
                if (which.test(pod.pod())) {
                    candidates.add(pod);
                }
            }
            move(candidates, event, before, after);
        });
    }

    private void move(
            List<QueuedPodInfo> pods, ClusterEvent event, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        for (QueuedPodInfo pod : pods) {
            if (pod.isGated() && !hints.registered(schedulerName(pod.pod()), pod.gatingPlugin(), event)) {
                continue;
            }
            Strategy strategy = strategy(pod, event, before, after);
            if (strategy != Strategy.SKIP) {
                unschedulable.remove(pod.podInfo().key());
                requeue(pod, strategy);
            }
        }
        inFlight.add(new InFlight.Occurrence(event, before, after));
    }

    /** Tries the pod again at once, whatever it waits for. */
    public void activate(Pod pod) {
        lockedRun(() -> {
            String key = key(pod);
            QueuedPodInfo waiting = unschedulable.remove(key);
            if (waiting == null) {
                waiting = backoff.remove(key);
            }
            if (waiting != null) {
                moveToActive(waiting);
            } else if (inFlight.contains(pod.getMetadata().getUid())) {
                inFlight.add(new InFlight.Occurrence(ClusterEvent.FORCE_ACTIVATE, null, pod));
            }
        });
    }

    // ---- where a pod goes

    private enum Strategy {
        SKIP,
        AFTER_BACKOFF,
        IMMEDIATELY
    }

    private Strategy strategyForInFlight(QueuedPodInfo pod) {
        if (!pod.hasRejectors()) {
            return Strategy.AFTER_BACKOFF;
        }
        Strategy best = Strategy.SKIP;
        for (InFlight.Occurrence occurrence : inFlight.since(pod.podInfo().uid())) {
            Strategy strategy = strategy(pod, occurrence.event(), occurrence.before(), occurrence.after());
            if (strategy == Strategy.IMMEDIATELY
                    || (strategy == Strategy.AFTER_BACKOFF
                            && pod.pendingPlugins().isEmpty())) {
                return strategy;
            }
            best = strategy == Strategy.AFTER_BACKOFF ? strategy : best;
        }
        return best;
    }

    private Strategy strategy(
            QueuedPodInfo pod, ClusterEvent event, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        if (!pod.hasRejectors()) {
            return Strategy.AFTER_BACKOFF;
        }
        if (event.isWildcard()) {
            boolean forOther = after != null
                    && !pod.podInfo().uid().equals(after.getMetadata().getUid());
            return forOther ? Strategy.SKIP : Strategy.AFTER_BACKOFF;
        }
        Strategy best = Strategy.SKIP;
        for (QueueingHints.Hint hint : hints.of(schedulerName(pod.pod()))) {
            if (!pod.rejectedBy(hint.plugin()) || !hint.event().covers(event)) {
                continue;
            }
            if (hint.function().hint(pod.pod(), before, after)
                    == dev.navarch.controllers.scheduler.framework.QueueingHint.SKIP) {
                continue;
            }
            if (pod.pendingPlugins().contains(hint.plugin())) {
                return Strategy.IMMEDIATELY;
            }
            if (pod.pendingPlugins().isEmpty()) {
                return Strategy.AFTER_BACKOFF;
            }
            best = Strategy.AFTER_BACKOFF;
        }
        return best;
    }

    /** Returns whether the pod will be tried again without a further event. */
    private boolean requeue(QueuedPodInfo pod, Strategy strategy) {
        if (strategy == Strategy.SKIP) {
            unschedulable.put(pod.podInfo().key(), pod);
            return false;
        }
        if (strategy == Strategy.AFTER_BACKOFF && backoff.isBackingOff(pod)) {
            return moveToBackoff(pod);
        }
        return moveToActive(pod);
    }

    private boolean moveToActive(QueuedPodInfo pod) {
        if (!passesPreEnqueue(pod)) {
            unschedulable.put(pod.podInfo().key(), pod);
            return false;
        }
        pod.firstAttemptAt(clock.instant());
        active.put(pod);
        arrived.signalAll();
        return true;
    }

    private boolean moveToBackoff(QueuedPodInfo pod) {
        if (!passesPreEnqueue(pod)) {
            unschedulable.put(pod.podInfo().key(), pod);
            return false;
        }
        backoff.put(pod);
        arrived.signalAll();
        return true;
    }

    private boolean passesPreEnqueue(QueuedPodInfo pod) {
        for (PreEnqueuePlugin plugin : settings.preEnqueue().getOrDefault(schedulerName(pod.pod()), List.of())) {
            if (!plugin.preEnqueue(pod.pod()).isSuccess()) {
                pod.gate(plugin.name());
                return false;
            }
        }
        pod.ungate();
        return true;
    }

    // ---- nominations

    /**
     * Keeps a node for a pod.
     *
     * @param nomination null to take what the pod's status says
     */
    public void nominate(PodInfo pod, @Nullable Nomination nomination) {
        lockedRun(() -> nominator.add(pod, nomination));
    }

    public void deleteNomination(Pod pod) {
        lockedRun(() -> nominator.delete(pod));
    }

    @Override
    public List<PodInfo> nominatedPods(String nodeName) {
        return anyNominated ? locked(() -> nominator.on(nodeName)) : List.of();
    }

    // ---- the rest

    /** How many pods wait where. */
    public record Pending(int active, int backoff, int unschedulable, int gated) {}

    public Pending pending() {
        return locked(() -> {
            int gated = (int) unschedulable.values().stream()
                    .filter(QueuedPodInfo::isGated)
                    .count();
            return new Pending(active.size(), backoff.size(), unschedulable.size() - gated, gated);
        });
    }

    @Override
    public void close() {
        lockedRun(() -> {
            closed = true;
            arrived.signalAll();
        });
    }

    private static String key(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    private static String schedulerName(Pod pod) {
        String name = pod.getSpec().getSchedulerName();
        return name == null ? "" : name;
    }
}
