package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.object.PodFacts;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conditions that the kubelet owns, in upstream's order, with its reasons and texts. */
final class PodConditions {
    private static final Set<String> OWNED = Set.of(
            "PodReadyToStartContainers",
            "Initialized",
            "Ready",
            "ContainersReady",
            "PodScheduled",
            "PodResizePending",
            "PodResizeInProgress",
            "AllContainersRestarting");

    private final Pod pod;
    private final String phase;
    private final List<ContainerStatus> statuses;

    private PodConditions(Pod pod, String phase, List<ContainerStatus> statuses) {
        this.pod = pod;
        this.phase = phase;
        this.statuses = statuses;
    }

    static boolean ownedByKubelet(String type) {
        return OWNED.contains(type);
    }

    /** From the statuses of init and regular containers and what a resize tells; {@code before} gives transition times where nothing changed. */
    static List<PodCondition> of(
            Pod pod,
            String phase,
            List<ContainerStatus> statuses,
            boolean readyToStart,
            List<PodCondition> resizing,
            List<PodCondition> before,
            String now) {
        PodConditions conditions = new PodConditions(pod, phase, statuses);
        List<PodCondition> foreign =
                before.stream().filter(c -> !ownedByKubelet(c.getType())).toList();
        PodCondition containersReady = conditions.containersReady();
        List<PodCondition> all = new ArrayList<>(foreign);
        all.addAll(resizing);
        all.add(condition("PodReadyToStartContainers", readyToStart, null, null));
        all.add(conditions.initialized());
        all.add(conditions.ready(containersReady, foreign));
        all.add(containersReady);
        all.add(condition("PodScheduled", true, null, null));
        return all.stream().map(c -> stamped(c, before, pod, now)).toList();
    }

    private static PodCondition stamped(PodCondition condition, List<PodCondition> before, Pod pod, String now) {
        if (!ownedByKubelet(condition.getType())) {
            return condition;
        }
        Optional<PodCondition> old = before.stream()
                .filter(c -> c.getType().equals(condition.getType()))
                .findFirst();
        boolean same = old.isPresent() && Objects.equals(old.get().getStatus(), condition.getStatus());
        condition.setLastTransitionTime(
                same && old.get().getLastTransitionTime() != null ? old.get().getLastTransitionTime() : now);
        if (condition.getObservedGeneration() == null) {
            condition.setObservedGeneration(pod.getMetadata().getGeneration());
        }
        return condition;
    }

    private static PodCondition condition(
            String type, boolean status, @Nullable String reason, @Nullable String message) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(status ? "True" : "False")
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    private Optional<ContainerStatus> status(Container container) {
        return statuses.stream()
                .filter(s -> s.getName().equals(container.getName()))
                .findFirst();
    }

    private PodCondition containersReady() {
        List<Container> counted = new ArrayList<>(pod.getSpec().getInitContainers().stream()
                .filter(PodFacts::isSidecar)
                .toList());
        counted.addAll(pod.getSpec().getContainers());
        List<String> unknown = new ArrayList<>();
        List<String> unready = new ArrayList<>();
        for (Container container : counted) {
            Optional<ContainerStatus> status = status(container);
            if (status.isEmpty()) {
                unknown.add(container.getName());
            } else if (!Boolean.TRUE.equals(status.get().getReady())) {
                unready.add(container.getName());
            }
        }
        if (phase.equals("Succeeded") && unknown.isEmpty()) {
            return condition("ContainersReady", false, "PodCompleted", null);
        }
        if (phase.equals("Failed")) {
            return condition("ContainersReady", false, "PodFailed", null);
        }
        return verdict("ContainersReady", "ContainersNotReady", unknown, "unready", unready);
    }

    private PodCondition initialized() {
        List<String> unknown = new ArrayList<>();
        List<String> incomplete = new ArrayList<>();
        for (Container init : pod.getSpec().getInitContainers()) {
            Optional<ContainerStatus> status = status(init);
            if (status.isEmpty()) {
                unknown.add(init.getName());
            } else if (!initialized(init, status.get())) {
                incomplete.add(init.getName());
            }
        }
        if (phase.equals("Succeeded") && unknown.isEmpty()) {
            return condition("Initialized", true, "PodCompleted", null);
        }
        if (anyRegularContainerStarted()) {
            return condition("Initialized", true, null, null);
        }
        return verdict("Initialized", "ContainersNotInitialized", unknown, "incomplete", incomplete);
    }

    private static boolean initialized(Container init, ContainerStatus status) {
        return Boolean.TRUE.equals(PodFacts.isSidecar(init) ? status.getStarted() : status.getReady());
    }

    private boolean anyRegularContainerStarted() {
        return pod.getSpec().getContainers().stream()
                .map(this::status)
                .anyMatch(s -> s.isPresent()
                        && (Boolean.TRUE.equals(s.get().getStarted())
                                || s.get().getState().getTerminated() != null
                                || s.get().getLastState().getTerminated() != null
                                || s.get().getState().getRunning() != null));
    }

    private static PodCondition verdict(
            String type, String reason, List<String> unknown, String kind, List<String> wanting) {
        List<String> messages = new ArrayList<>();
        if (!unknown.isEmpty()) {
            messages.add("containers with unknown status: [" + String.join(" ", unknown) + "]");
        }
        if (!wanting.isEmpty()) {
            messages.add("containers with " + kind + " status: [" + String.join(" ", wanting) + "]");
        }
        return messages.isEmpty()
                ? condition(type, true, null, null)
                : condition(type, false, reason, String.join(", ", messages));
    }

    private PodCondition ready(PodCondition containersReady, List<PodCondition> foreign) {
        if (!containersReady.getStatus().equals("True")) {
            return condition("Ready", false, containersReady.getReason(), containersReady.getMessage());
        }
        List<String> messages = new ArrayList<>();
        for (PodReadinessGate gate : pod.getSpec().getReadinessGates()) {
            String type = gate.getConditionType();
            Optional<PodCondition> found =
                    foreign.stream().filter(c -> c.getType().equals(type)).findFirst();
            if (found.isEmpty()) {
                messages.add("corresponding condition of pod readiness gate \"" + type + "\" does not exist.");
            } else if (!"True".equals(found.get().getStatus())) {
                messages.add("the status of pod readiness gate \"" + type + "\" is not \"True\", but "
                        + found.get().getStatus());
            }
        }
        return messages.isEmpty()
                ? condition("Ready", true, null, null)
                : condition("Ready", false, "ReadinessGatesNotReady", String.join(", ", messages));
    }
}
