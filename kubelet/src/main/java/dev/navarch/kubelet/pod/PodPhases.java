package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pod's phase from the states of its containers. Counts as upstream does, so that odd mixtures come out alike. */
final class PodPhases {
    private final Pod pod;
    private int pendingInit;
    private int pendingSidecars;
    private boolean initFailedForGood;
    private int unknown;
    private int running;
    private int waiting;
    private int stopped;
    private int stoppedForGood;
    private int succeeded;

    private PodPhases(Pod pod) {
        this.pod = pod;
    }

    /** @param terminal the pod's containers will not be started again whatever its restart policy */
    static String phase(Pod pod, List<ContainerStatus> statuses, PodRuntimeStatus runtime, boolean terminal) {
        PodPhases counts = new PodPhases(pod);
        for (Container init : pod.getSpec().getInitContainers()) {
            ContainerStatus status = find(statuses, init);
            if (PodFacts.isSidecar(init)) {
                counts.countSidecar(status);
            } else {
                counts.countInit(init, status);
            }
        }
        for (Container container : pod.getSpec().getContainers()) {
            counts.count(container, find(statuses, container));
        }
        return counts.phase(regularContainerStarted(pod, runtime), terminal);
    }

    private static @Nullable ContainerStatus find(List<ContainerStatus> statuses, Container container) {
        return statuses.stream()
                .filter(s -> s.getName().equals(container.getName()))
                .findFirst()
                .orElse(null);
    }

    /** Some regular container of the current sandbox runs or has run. */
    private static boolean regularContainerStarted(Pod pod, PodRuntimeStatus runtime) {
        return pod.getSpec().getContainers().stream()
                .map(c -> runtime.container(c.getName()))
                .flatMap(Optional::stream)
                .anyMatch(RuntimeContainer::running);
    }

    /** The exit code that counts: of the terminated state, or of the last one while it waits to be restarted. */
    private static Optional<Integer> exitCode(ContainerState state, @Nullable ContainerState last) {
        if (state.getTerminated() != null) {
            return Optional.of(state.getTerminated().getExitCode());
        }
        if (state.getWaiting() != null && last != null && last.getTerminated() != null) {
            return Optional.of(last.getTerminated().getExitCode());
        }
        return Optional.empty();
    }

    private void countInit(Container init, @Nullable ContainerStatus status) {
        Optional<Integer> code = status == null ? Optional.empty() : exitCode(status.getState(), status.getLastState());
        if (code.isEmpty()) {
            pendingInit++;
        } else if (code.get() != 0 && !RestartDecision.afterExit(pod, init, code.get())) {
            initFailedForGood = true;
        }
    }

    private void countSidecar(@Nullable ContainerStatus status) {
        if (status == null) {
            unknown++;
        } else if (status.getState().getRunning() != null) {
            pendingSidecars += Boolean.TRUE.equals(status.getStarted()) ? 0 : 1;
            running++;
        } else if (exitCode(status.getState(), status.getLastState()).isEmpty()) {
            pendingSidecars++;
            if (status.getState().getWaiting() != null) {
                waiting++;
            } else {
                unknown++;
            }
        }
    }

    private void count(Container container, @Nullable ContainerStatus status) {
        if (status == null) {
            unknown++;
            return;
        }
        if (status.getState().getRunning() != null) {
            running++;
            return;
        }
        Optional<Integer> code = exitCode(status.getState(), status.getLastState());
        if (code.isEmpty()) {
            waiting++;
            return;
        }
        stopped++;
        stoppedForGood += RestartDecision.afterExit(pod, container, code.get()) ? 0 : 1;
        succeeded += status.getState().getTerminated() != null && code.get() == 0 ? 1 : 0;
    }

    private String phase(boolean initialized, boolean terminal) {
        if (initFailedForGood) {
            return "Failed";
        }
        if (pendingInit > 0 || (pendingSidecars > 0 && !initialized) || waiting > 0) {
            return "Pending";
        }
        if (running > 0 && unknown == 0) {
            return "Running";
        }
        if (running == 0 && stopped > 0 && unknown == 0) {
            boolean over = terminal && !PodFacts.isStatic(pod);
            if (!over && stopped != stoppedForGood) {
                return "Running";
            }
            return stopped == succeeded ? "Succeeded" : "Failed";
        }
        return "Pending";
    }
}
