package dev.navarch.controllers.statefulset;

import dev.navarch.controllers.pods.Batches;
import dev.navarch.controllers.pods.PodState;
import dev.navarch.controllers.statefulset.StatefulHistory.History;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One step of bringing a set's pods to what it wants. Used by one thread; a step of a parallel set uses several. */
final class StatefulUpdate {

    private final StatefulPodControl control;
    private final Claims claims;
    private final StatefulSet set;
    private final History history;
    private final StatefulSet currentSet;
    private final StatefulSet updateSet;
    private final Instant now;
    private final int minReadySeconds;
    private final boolean ordered;
    private final List<Pod> replicas = new ArrayList<>();
    private final List<Pod> condemned = new ArrayList<>();
    private final Optional<Pod> firstUnavailable;

    /** How pods are after the step, and what went wrong in it. */
    record Result(StatefulSetStatus status, @Nullable RuntimeException failure) {}

    StatefulUpdate(
            StatefulPodControl control, Claims claims, StatefulSet set, History history, List<Pod> pods, Instant now) {
        this.control = control;
        this.claims = claims;
        this.set = set;
        this.history = history;
        this.currentSet = history.currentOf(set);
        this.updateSet = history.updateOf(set);
        this.now = now;
        this.minReadySeconds = StatefulPods.minReadySeconds(set);
        this.ordered = !"Parallel".equals(set.getSpec().getPodManagementPolicy());
        sort(pods);
        this.firstUnavailable = Stream.concat(replicas.stream(), condemned.reversed().stream())
                .filter(pod -> StatefulPods.isUnavailable(pod, minReadySeconds, now))
                .findFirst();
    }

    private void sort(List<Pod> pods) {
        @Nullable Pod[] byOrdinal = new Pod[StatefulPods.replicas(set)];
        int start = StatefulPods.start(set);
        for (Pod pod : pods) {
            if (StatefulPods.isInRange(set, pod)) {
                byOrdinal[StatefulPods.ordinal(pod) - start] = pod;
            } else if (StatefulPods.ordinal(pod) >= 0) {
                condemned.add(pod);
            }
        }
        for (int i = 0; i < byOrdinal.length; i++) {
            Pod there = byOrdinal[i];
            replicas.add(there != null ? there : newPod(start + i));
        }
        condemned.sort(Comparator.comparingInt(StatefulPods::ordinal).reversed());
    }

    private Pod newPod(int ordinal) {
        int offset = ordinal - StatefulPods.start(set);
        var strategy = set.getSpec().getUpdateStrategy();
        boolean rolls = strategy == null || !"OnDelete".equals(strategy.getType());
        int kept = strategy != null && strategy.getRollingUpdate() != null ? partition() : rolls ? current() : 0;
        boolean keepsCurrent = offset < kept;
        return keepsCurrent
                ? StatefulPods.create(currentSet, history.currentName(), ordinal)
                : StatefulPods.create(updateSet, history.updateName(), ordinal);
    }

    private int current() {
        return set.getStatus() == null ? 0 : StatefulPods.orZero(set.getStatus().getCurrentReplicas());
    }

    private int partition() {
        var strategy = set.getSpec().getUpdateStrategy();
        return strategy == null || strategy.getRollingUpdate() == null
                ? 0
                : StatefulPods.orZero(strategy.getRollingUpdate().getPartition());
    }

    Result run(List<Pod> pods) {
        if (set.isMarkedForDeletion()) {
            return new Result(status(pods), null);
        }
        try {
            boolean _ = each(replicas, this::isReplicaBlocking)
                    || each(condemned, this::isClaimBlocking)
                    || each(condemned, this::isCondemnedBlocking)
                    || roll();
        } catch (RuntimeException e) {
            return new Result(status(allPods()), e);
        }
        return new Result(status(allPods()), null);
    }

    private List<Pod> allPods() {
        return Stream.concat(replicas.stream(), condemned.stream()).toList();
    }

    /** Whether the step ends here: in an ordered set, at the first pod that blocks the others. */
    private boolean each(List<Pod> pods, Predicate<Pod> isBlocking) {
        if (ordered) {
            return pods.stream().anyMatch(isBlocking);
        }
        AtomicInteger next = new AtomicInteger();
        RuntimeException failure = Batches.slowStart(pods.size(), () -> {
                    boolean _ = isBlocking.test(pods.get(next.getAndIncrement()));
                })
                .failure();
        if (failure != null) {
            throw failure;
        }
        return false;
    }

    private boolean isReplicaBlocking(Pod pod) {
        if (PodState.isTerminal(pod)) {
            if (!pod.isMarkedForDeletion()) {
                control.delete(set, pod);
            }
            return true; // a new one follows when this one is gone
        }
        if (!StatefulPods.isCreated(pod)) {
            if (claims.isStale(set, pod)) {
                return true;
            }
            control.create(set, pod);
            if (ordered) {
                return true;
            }
        }
        if (PodState.phase(pod).equals("Pending")) {
            claims.create(set, pod);
            claims.setOwners(set, pod);
        }
        boolean waits = pod.isMarkedForDeletion()
                || !StatefulPods.isRunningAndReady(pod)
                || !PodState.isAvailable(pod, minReadySeconds, now);
        if (waits && ordered) {
            return true;
        }
        boolean asWanted = !StatefulPods.isCreated(pod)
                || (StatefulPods.hasIdentity(set, pod)
                        && StatefulPods.hasStorage(set, pod)
                        && claims.areOwnedAsWanted(updateSet, pod));
        if (!asWanted) {
            control.mend(updateSet, pod);
        }
        return false;
    }

    private boolean isClaimBlocking(Pod pod) {
        if (!claims.areOwnedAsWanted(updateSet, pod)) {
            claims.setOwners(updateSet, pod);
        }
        return false;
    }

    private boolean isCondemnedBlocking(Pod pod) {
        if (pod.isMarkedForDeletion()) {
            return ordered;
        }
        boolean healthy = StatefulPods.isRunningAndReady(pod) && PodState.isAvailable(pod, minReadySeconds, now);
        boolean maybe = healthy || isFirstUnavailable(pod);
        if (!ordered || maybe) {
            control.delete(set, pod);
        }
        return true;
    }

    private boolean isFirstUnavailable(Pod pod) {
        return firstUnavailable
                .filter(p -> p.getMetadata().getName().equals(pod.getMetadata().getName()))
                .isPresent();
    }

    /** Deletes the pod of the highest ordinal that has another revision, once all above it are available. */
    private boolean roll() {
        var strategy = set.getSpec().getUpdateStrategy();
        if (strategy != null && "OnDelete".equals(strategy.getType())) {
            return false;
        }
        for (int i = replicas.size() - 1; i >= partition(); i--) {
            Pod pod = replicas.get(i);
            if (!StatefulPods.revision(pod).equals(history.updateName()) && !pod.isMarkedForDeletion()) {
                control.delete(set, pod);
                rolled = StatefulPods.revision(pod).equals(history.currentName()) ? 1 : 0;
                return true;
            }
            if (StatefulPods.isUnavailable(pod, minReadySeconds, now)) {
                return true;
            }
        }
        return false;
    }

    private int rolled;

    private StatefulSetStatus status(List<Pod> pods) {
        List<Pod> created = pods.stream().filter(StatefulPods::isCreated).toList();
        List<Pod> ready = pods.stream().filter(StatefulPods::isRunningAndReady).toList();
        StatefulSetStatus status = new StatefulSetStatus();
        status.setObservedGeneration(set.getMetadata().getGeneration());
        status.setCurrentRevision(history.currentName());
        status.setUpdateRevision(history.updateName());
        status.setCollisionCount(history.collisions());
        status.setReplicas(created.size());
        status.setReadyReplicas(ready.size());
        status.setAvailableReplicas((int) ready.stream()
                .filter(pod -> PodState.isAvailable(pod, minReadySeconds, now))
                .count());
        status.setCurrentReplicas(ofRevision(created, history.currentName()) - rolled);
        status.setUpdatedReplicas(ofRevision(created, history.updateName()));
        return status;
    }

    private static int ofRevision(List<Pod> created, String revision) {
        return (int) created.stream()
                .filter(pod -> !pod.isMarkedForDeletion())
                .filter(pod -> StatefulPods.revision(pod).equals(revision))
                .count();
    }
}
