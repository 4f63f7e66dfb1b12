package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.ContainerConfig;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountStatus;
import io.fabric8.kubernetes.api.model.VolumeMountStatusBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The containerStatuses of a pod from what the runtime has, what was said before and why containers did not start. */
final class ContainerStatuses {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final int KILLED = 137;

    private final Pod pod;
    private final PodRuntimeStatus runtime;
    private final StartFailures failures;
    private final String runtimeName;
    private final ResourceFigures figures;

    ContainerStatuses(
            Pod pod, PodRuntimeStatus runtime, StartFailures failures, String runtimeName, ResourceFigures figures) {
        this.pod = pod;
        this.runtime = runtime;
        this.failures = failures;
        this.runtimeName = runtimeName;
        this.figures = figures;
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    List<ContainerStatus> regular(List<ContainerStatus> before) {
        List<ContainerStatus> statuses = convert(
                pod.getSpec().getContainers(),
                before,
                !pod.getSpec().getInitContainers().isEmpty(),
                false);
        statuses.sort(Comparator.comparing(ContainerStatus::getName));
        return statuses;
    }

    /** In the order of the spec. */
    List<ContainerStatus> init(List<ContainerStatus> before) {
        return convert(pod.getSpec().getInitContainers(), before, true, true);
    }

    List<ContainerStatus> ephemeral(List<ContainerStatus> before) {
        List<ContainerStatus> statuses = convert(PodFacts.ephemeralContainers(pod), before, false, false);
        statuses.sort(Comparator.comparing(ContainerStatus::getName));
        return statuses;
    }

    private List<ContainerStatus> convert(
            List<Container> containers, List<ContainerStatus> before, boolean hasInit, boolean init) {
        List<ContainerStatus> statuses = new ArrayList<>();
        for (Container container : containers) {
            Optional<ContainerStatus> old = before.stream()
                    .filter(s -> s.getName().equals(container.getName()))
                    .findFirst();
            statuses.add(convert(container, old.orElse(null), hasInit, init));
        }
        return statuses;
    }

    private ContainerStatus convert(Container container, @Nullable ContainerStatus old, boolean hasInit, boolean init) {
        List<RuntimeContainer> history = runtime.history(container.getName());
        ContainerStatus status =
                history.isEmpty() ? missing(container, old, hasInit) : current(container, history, old);
        return init && completedUnseen(container, history, status)
                ? completed(status)
                : withStartFailure(container, history, init, status);
    }

    /** The runtime has nothing of that container (any more). */
    private ContainerStatus missing(Container container, @Nullable ContainerStatus old, boolean hasInit) {
        if (old != null && old.getState() != null && old.getState().getTerminated() != null) {
            return new ContainerStatusBuilder(old).build();
        }
        ContainerStatus status = new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("")
                .withReady(false)
                .withRestartCount(old == null ? 0 : old.getRestartCount())
                .withState(waiting(hasInit ? "PodInitializing" : "ContainerCreating", null))
                .withLastState(old == null || old.getLastState() == null ? new ContainerState() : old.getLastState())
                .withVolumeMounts(volumeMounts(container))
                .build();
        boolean ran = old != null && old.getState() != null && old.getState().getRunning() != null;
        if (ran && status.getLastState().getTerminated() == null) {
            status.setLastState(new ContainerStateBuilder()
                    .withNewTerminated()
                    .withReason("ContainerStatusUnknown")
                    .withMessage("The container could not be located when the pod was deleted.  "
                            + "The container used to be Running")
                    .withExitCode(KILLED)
                    .endTerminated()
                    .build());
            if (!PodFacts.isDeleted(pod)) {
                status.setRestartCount(status.getRestartCount() + 1);
            }
        }
        return status;
    }

    private ContainerStatus current(
            Container container, List<RuntimeContainer> history, @Nullable ContainerStatus old) {
        RuntimeContainer latest = history.getFirst();
        ContainerState last = history.size() > 1
                ? state(history.get(1))
                : old == null || old.getLastState() == null ? new ContainerState() : old.getLastState();
        ContainerStatus status = new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(latest.image())
                .withImageID(latest.imageId())
                .withContainerID(id(latest))
                .withReady(false)
                .withRestartCount(latest.attempt())
                .withState(state(latest))
                .withLastState(last)
                .withVolumeMounts(volumeMounts(container))
                .build();
        ResourceRequirements resources = container.getResources();
        if (resources != null) {
            status.setResources(actual(container, resources, latest));
            if (resources.getRequests() != null && !resources.getRequests().isEmpty()) {
                status.setAllocatedResources(resources.getRequests());
            }
        }
        return status;
    }

    /** What has been given, save where the running container does not have it yet. */
    private ResourceRequirements actual(Container container, ResourceRequirements given, RuntimeContainer latest) {
        ContainerConfig.Resources wanted = figures.of(pod, container);
        ContainerConfig.Resources has = latest.resources();
        if (!latest.running() || wanted.sameLimits(has)) {
            return given;
        }
        ResourceRequirementsBuilder actual = new ResourceRequirementsBuilder(given);
        if (wanted.cpuShares() != has.cpuShares() && has.cpuShares() > 2) {
            actual.addToRequests("cpu", new Quantity(Math.ceilDiv(has.cpuShares() * 1000, 1024) + "m"));
        }
        if (wanted.cpuQuota() != has.cpuQuota()) {
            actual.removeFromLimits("cpu");
            if (has.cpuQuota() > 0) {
                actual.addToLimits("cpu", new Quantity(has.cpuQuota() * 1000 / has.cpuPeriod() + "m"));
            }
        }
        if (wanted.memoryBytes() != has.memoryBytes()) {
            actual.removeFromLimits("memory");
            if (has.memoryBytes() > 0) {
                actual.addToLimits("memory", new Quantity(String.valueOf(has.memoryBytes())));
            }
        }
        return actual.build();
    }

    private String id(RuntimeContainer container) {
        return runtimeName + "://" + container.id();
    }

    private ContainerState state(RuntimeContainer container) {
        return switch (container.state()) {
            case CREATED -> waiting(null, null);
            case RUNNING ->
                new ContainerStateBuilder()
                        .withNewRunning(
                                time(container.startedAt() == null ? container.createdAt() : container.startedAt()))
                        .build();
            case EXITED ->
                new ContainerStateBuilder()
                        .withTerminated(terminated(container))
                        .build();
        };
    }

    private ContainerStateTerminated terminated(RuntimeContainer container) {
        return new ContainerStateTerminatedBuilder()
                .withExitCode(container.exitCode())
                .withReason(container.reason())
                .withMessage(container.message().isEmpty() ? null : container.message())
                .withStartedAt(time(container.startedAt() == null ? Instant.EPOCH : container.startedAt()))
                .withFinishedAt(time(container.finishedAt() == null ? container.createdAt() : container.finishedAt()))
                .withContainerID(id(container))
                .build();
    }

    private static ContainerState waiting(@Nullable String reason, @Nullable String message) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build();
    }

    private static List<VolumeMountStatus> volumeMounts(Container container) {
        return container.getVolumeMounts().stream()
                .map(m -> new VolumeMountStatusBuilder()
                        .withName(m.getName())
                        .withMountPath(m.getMountPath())
                        .withReadOnly(Boolean.TRUE.equals(m.getReadOnly()) ? true : null)
                        .withRecursiveReadOnly(Boolean.TRUE.equals(m.getReadOnly()) ? "Disabled" : null)
                        .build())
                .toList();
    }

    /** An init container that the runtime has forgotten while later containers exist must have completed. */
    private boolean completedUnseen(Container container, List<RuntimeContainer> history, ContainerStatus status) {
        return history.isEmpty()
                && !PodFacts.isSidecar(container)
                && status.getState().getWaiting() != null
                && pod.getSpec().getContainers().stream()
                        .anyMatch(c -> runtime.container(c.getName()).isPresent());
    }

    private static ContainerStatus completed(ContainerStatus status) {
        status.setState(new ContainerStateBuilder()
                .withNewTerminated()
                .withReason("Completed")
                .withMessage("Unable to get init container status from container runtime and pod has been initialized, "
                        + "treat it as exited normally")
                .withExitCode(0)
                .endTerminated()
                .build());
        return status;
    }

    private ContainerStatus withStartFailure(
            Container container, List<RuntimeContainer> history, boolean init, ContainerStatus status) {
        boolean complete = init
                && !history.isEmpty()
                && history.getFirst().exited()
                && history.getFirst().exitCode() == 0
                && !PodFacts.isSidecar(container);
        if (complete || !RestartDecision.shouldRestart(pod, container, runtime)) {
            return status;
        }
        failures.get(pod.getMetadata().getUid(), container.getName()).ifPresent(failure -> {
            if (status.getState().getTerminated() != null) {
                status.setLastState(status.getState());
            }
            status.setState(waiting(failure.reason(), failure.message()));
        });
        return status;
    }
}
