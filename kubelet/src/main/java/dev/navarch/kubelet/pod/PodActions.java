package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.runtime.ContainerConfig;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import io.fabric8.kubernetes.api.model.Container;
import java.util.List;

/**
 * What to do to bring a pod nearer to its spec.
 *
 * @param killPod stop every container and the sandbox first
 * @param createSandbox run a new sandbox, numbered {@code attempt}
 * @param initContainers to start, in order; the planner names more than one only for sidecars
 */
record PodActions(
        boolean killPod,
        boolean createSandbox,
        int attempt,
        List<Kill> kills,
        List<Container> initContainers,
        List<Container> containers,
        List<Container> ephemeralContainers,
        List<Resize> resizes) {

    PodActions {
        kills = List.copyOf(kills);
        initContainers = List.copyOf(initContainers);
        containers = List.copyOf(containers);
        ephemeralContainers = List.copyOf(ephemeralContainers);
        resizes = List.copyOf(resizes);
    }

    /** The limits of a running container change under it. */
    record Resize(RuntimeContainer running, ContainerConfig.Resources resources) {}

    /** @param probe the container failed its liveness or startup probe, whose own grace period then counts */
    record Kill(RuntimeContainer running, Container container, String message, Probe probe) {}

    enum Probe {
        NONE,
        LIVENESS,
        STARTUP
    }

    boolean nothing() {
        return !killPod
                && !createSandbox
                && kills.isEmpty()
                && initContainers.isEmpty()
                && containers.isEmpty()
                && ephemeralContainers.isEmpty()
                && resizes.isEmpty();
    }
}
