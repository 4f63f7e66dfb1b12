package dev.navarch.controllers.daemonset;

import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which nodes get a pod and which pods go, so that each node has what it should. Filled by one thread. */
final class DaemonPlan {

    private final DaemonSet daemonSet;
    private final String hash;
    private final Instant now;
    private final EventRecorder recorder;
    private final FailedPodBackoff backoff;
    private final List<String> create = new ArrayList<>();
    private final List<Pod> delete = new ArrayList<>();
    private Optional<Duration> waitForBackoff = Optional.empty();

    /** What is to be done. */
    record Result(List<String> create, List<Pod> delete, Optional<Duration> lookAgain) {}

    private DaemonPlan(
            DaemonSet daemonSet, String hash, Instant now, EventRecorder recorder, FailedPodBackoff backoff) {
        this.daemonSet = daemonSet;
        this.hash = hash;
        this.now = now;
        this.recorder = recorder;
        this.backoff = backoff;
    }

    static Result of(
            DaemonSet daemonSet,
            String hash,
            List<Node> nodes,
            Map<String, List<Pod>> podsByNode,
            Instant now,
            EventRecorder recorder,
            FailedPodBackoff backoff) {
        DaemonPlan plan = new DaemonPlan(daemonSet, hash, now, recorder, backoff);
        Set<String> names = new HashSet<>();
        for (Node node : nodes) {
            names.add(node.getMetadata().getName());
            plan.look(node, podsByNode.getOrDefault(node.getMetadata().getName(), List.of()));
        }
        // The scheduler will never place these, and nobody else looks after them.
        podsByNode.forEach((node, pods) -> {
            if (!names.contains(node)) {
                pods.stream().filter(pod -> DaemonPods.nodeName(pod) == null).forEach(plan.delete::add);
            }
        });
        return new Result(plan.create, plan.delete, plan.waitForBackoff);
    }

    private void look(Node node, List<Pod> pods) {
        String name = node.getMetadata().getName();
        switch (DaemonPods.fit(daemonSet, node)) {
            case RUN -> {
                if (pods.isEmpty()) {
                    create.add(name);
                } else {
                    prune(name, pods, true);
                }
            }
            case KEEP -> prune(name, pods, false);
            case NEITHER ->
                pods.stream().filter(pod -> !pod.isMarkedForDeletion()).forEach(delete::add);
        }
    }

    private void prune(String node, List<Pod> pods, boolean shouldRun) {
        List<Pod> running = new ArrayList<>();
        for (Pod pod : pods) {
            if (pod.isMarkedForDeletion()) {
                continue;
            }
            switch (PodState.phase(pod)) {
                case "Failed" -> replaceFailed(node, pod);
                case "Succeeded" -> {
                    recorder.normal(
                            daemonSet,
                            "SucceededDaemonPod",
                            "Found succeeded daemon pod " + fullName(pod) + " on node " + node
                                    + ", will try to delete it");
                    delete.add(pod);
                }
                default -> running.add(pod);
            }
        }
        running.sort(DaemonPods.OLDEST_FIRST);
        if (!DaemonRollout.surges(daemonSet)) {
            running.stream().skip(1).forEach(delete::add);
        } else if (running.isEmpty() && shouldRun) {
            create.add(node);
        } else if (running.size() > 1) {
            pruneSurge(running);
        }
    }

    private void replaceFailed(String node, Pod pod) {
        Object key = List.of(
                daemonSet.getMetadata().getUid(),
                String.valueOf(
                        daemonSet.getStatus() == null
                                ? null
                                : daemonSet.getStatus().getObservedGeneration()),
                node);
        Optional<Duration> remaining = backoff.remaining(key, now);
        if (remaining.isPresent()) {
            waitForBackoff = waitForBackoff
                    .filter(other -> other.compareTo(remaining.get()) < 0)
                    .or(() -> remaining);
            return;
        }
        recorder.warning(
                daemonSet,
                "FailedDaemonPod",
                "Found failed daemon pod " + fullName(pod) + " on node " + node + ", will try to kill it");
        delete.add(pod);
    }

    /** One old and one new pod may be there, as long as the old one serves and the new one does not yet. */
    private void pruneSurge(List<Pod> running) {
        Optional<Pod> oldestNew = Optional.empty();
        Optional<Pod> oldestOld = Optional.empty();
        for (Pod pod : running) {
            boolean updated = hash.equals(pod.getMetadata().getLabels().get(DaemonPods.HASH_LABEL));
            if (updated && oldestNew.isEmpty()) {
                oldestNew = Optional.of(pod);
            } else if (!updated && oldestOld.isEmpty()) {
                oldestOld = Optional.of(pod);
            } else {
                delete.add(pod);
            }
        }
        if (oldestNew.isPresent() && oldestOld.isPresent()) {
            int minReadySeconds = DaemonRollout.minReadySeconds(daemonSet);
            if (!PodState.isReady(oldestOld.get()) || PodState.isAvailable(oldestNew.get(), minReadySeconds, now)) {
                delete.add(oldestOld.get());
            }
        }
    }

    private static String fullName(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
}
