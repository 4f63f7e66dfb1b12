package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.pod.PodActions.Kill;
import dev.navarch.kubelet.pod.PodActions.Probe;
import dev.navarch.kubelet.pod.PodActions.Resize;
import dev.navarch.kubelet.runtime.ContainerConfig;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.SandboxStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a pod with what the runtime has of it. Pure: the same input gives the same plan. */
final class PodActionPlanner {

    /** What the probes know of a running container. */
    interface ProbeResults {
        boolean failedLiveness(RuntimeContainer container);

        boolean failedStartup(RuntimeContainer container);

        /** Has passed its startup probe, or has none. */
        boolean started(RuntimeContainer container);
    }

    private final Pod pod;
    private final PodRuntimeStatus runtime;
    private final ProbeResults probes;
    private final ResourceFigures figures;
    private final List<Resize> resizes = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private final List<Container> initToStart = new ArrayList<>();
    private final List<Container> toStart = new ArrayList<>();

    private PodActionPlanner(Pod pod, PodRuntimeStatus runtime, ProbeResults probes, ResourceFigures figures) {
        this.pod = pod;
        this.runtime = runtime;
        this.probes = probes;
        this.figures = figures;
    }

    static PodActions plan(Pod pod, PodRuntimeStatus runtime, ProbeResults probes, ResourceFigures figures) {
        return new PodActionPlanner(pod, runtime, probes, figures).plan();
    }

    private PodActions plan() {
        int attempt = runtime.sandbox().map(s -> s.attempt() + 1).orElse(0);
        if (sandboxChanged(pod, runtime)) {
            return fromScratch(attempt);
        }
        List<Container> ephemeral = PodFacts.ephemeralContainers(pod).stream()
                .filter(c -> runtime.container(c.getName()).isEmpty())
                .toList();
        Initialization initialization = initialize();
        if (initialization == Initialization.FAILED) {
            return new PodActions(true, false, attempt, kills, List.of(), List.of(), ephemeral, List.of());
        }
        if (initialization == Initialization.UNDERWAY) {
            return new PodActions(false, false, attempt, kills, initToStart, List.of(), ephemeral, resizes);
        }
        boolean keepsAny = inspectContainers();
        boolean done = !keepsAny && toStart.isEmpty();
        return new PodActions(done, false, attempt, kills, done ? List.of() : initToStart, toStart, ephemeral, resizes);
    }

    /** No sandbox, more than one ready, one that has died, or one whose network is not what the pod asks for. */
    static boolean sandboxChanged(Pod pod, PodRuntimeStatus runtime) {
        Optional<SandboxStatus> latest = runtime.sandbox();
        return latest.isEmpty()
                || runtime.sandboxes().stream().filter(SandboxStatus::ready).count() > 1
                || !latest.get().ready()
                || latest.get().hostNetwork() != PodFacts.hostNetwork(pod)
                || (!latest.get().hostNetwork() && latest.get().ips().isEmpty());
    }

    private PodActions fromScratch(int attempt) {
        PodActions killOnly =
                new PodActions(true, false, attempt, List.of(), List.of(), List.of(), List.of(), List.of());
        boolean never = PodFacts.restartPolicy(pod).equals("Never");
        if (never && attempt != 0 && !runtime.containers().isEmpty()) {
            return killOnly;
        }
        List<Container> start = pod.getSpec().getContainers().stream()
                .filter(c -> !(RestartDecision.policy(pod, c).equals("OnFailure") && succeeded(c)))
                .toList();
        if (start.isEmpty() && anyRegularContainerExists()) {
            return killOnly;
        }
        boolean hasInit = !pod.getSpec().getInitContainers().isEmpty();
        return new PodActions(
                true,
                true,
                attempt,
                List.of(),
                hasInit ? List.of(pod.getSpec().getInitContainers().getFirst()) : List.of(),
                hasInit ? List.of() : start,
                List.of(),
                List.of());
    }

    private boolean succeeded(Container container) {
        return runtime.container(container.getName())
                .filter(c -> c.exited() && c.exitCode() == 0)
                .isPresent();
    }

    private boolean anyRegularContainerExists() {
        return pod.getSpec().getContainers().stream()
                .anyMatch(c -> runtime.container(c.getName()).isPresent());
    }

    private enum Initialization {
        DONE,
        UNDERWAY,
        FAILED
    }

    /**
     * Walks the init containers from the last, since earlier ones may have been removed after they completed: the last
     * one that has run says how far the pod has come.
     */
    private Initialization initialize() {
        List<Container> init = pod.getSpec().getInitContainers();
        if (init.isEmpty()) {
            return Initialization.DONE;
        }
        boolean before = pod.getSpec().getContainers().stream()
                .map(c -> runtime.container(c.getName()))
                .anyMatch(c -> c.isPresent() && !c.get().exited());
        boolean initialized = before;
        boolean decided = false;
        for (int i = init.size() - 1; i >= 0; i--) {
            Container container = init.get(i);
            boolean last = i == init.size() - 1;
            Optional<RuntimeContainer> found = runtime.container(container.getName());
            boolean sidecar = PodFacts.isSidecar(container);
            if (found.isEmpty()) {
                if ((before || decided) && sidecar) {
                    initToStart.addFirst(container);
                }
                continue;
            }
            RuntimeContainer status = found.get();
            if ((before || decided) && !sidecar) {
                continue;
            }
            boolean complete = sidecar ? keepSidecar(container, status) : status.exited() && status.exitCode() == 0;
            if (!sidecar && status.exited() && status.exitCode() != 0) {
                if (!RestartDecision.shouldRestart(pod, container, runtime)) {
                    return Initialization.FAILED;
                }
                initToStart.addFirst(container);
            } else if (status.state() == RuntimeContainer.State.CREATED) {
                initToStart.addFirst(container);
            }
            if (complete && last) {
                initialized = true;
            } else if (complete && !before && !decided) {
                initToStart.add(init.get(i + 1));
            }
            decided = true;
        }
        if (!before && !decided && initToStart.isEmpty()) {
            initToStart.add(init.getFirst());
        }
        return initialized ? Initialization.DONE : Initialization.UNDERWAY;
    }

    /** @return whether the sidecar runs and has started, so that the next may */
    private boolean keepSidecar(Container container, RuntimeContainer status) {
        if (status.exited()) {
            initToStart.addFirst(container);
            return false;
        }
        if (!status.running()) {
            return false;
        }
        if (probes.failedStartup(status)) {
            kill(status, container, "Init container " + container.getName() + " failed startup probe", Probe.STARTUP);
            initToStart.addFirst(container);
            return false;
        }
        if (!probes.started(status)) {
            return false;
        }
        if (!status.hash().equals(ContainerHash.of(container))) {
            kill(status, container, "Init container " + container.getName() + " definition changed", Probe.NONE);
            initToStart.addFirst(container);
        } else if (probes.failedLiveness(status)) {
            kill(status, container, "Init container " + container.getName() + " failed liveness probe", Probe.LIVENESS);
            initToStart.addFirst(container);
        } else if (resizeRestarts(container, status)) {
            kill(status, container, "Init container " + container.getName() + " resize requires restart", Probe.NONE);
            initToStart.addFirst(container);
        } else {
            resize(container, status);
        }
        return true;
    }

    /** @return whether any container goes on running as it is */
    private boolean inspectContainers() {
        boolean keepsAny = false;
        for (Container container : pod.getSpec().getContainers()) {
            Optional<RuntimeContainer> found =
                    runtime.container(container.getName()).filter(RuntimeContainer::running);
            if (found.isEmpty()) {
                if (RestartDecision.shouldRestart(pod, container, runtime)) {
                    toStart.add(container);
                }
                continue;
            }
            keepsAny |= keep(container, found.get());
        }
        return keepsAny;
    }

    private boolean keep(Container container, RuntimeContainer running) {
        String name = "Container " + container.getName();
        boolean restart = RestartDecision.afterKill(pod, container);
        String why;
        Probe probe = Probe.NONE;
        if (!running.hash().equals(ContainerHash.of(container))) {
            why = name + " definition changed";
            restart = true;
        } else if (probes.failedLiveness(running)) {
            why = name + " failed liveness probe";
            probe = Probe.LIVENESS;
        } else if (probes.failedStartup(running)) {
            why = name + " failed startup probe";
            probe = Probe.STARTUP;
        } else if (resizeRestarts(container, running)) {
            why = name + " resize requires restart";
            restart = true;
        } else {
            resize(container, running);
            return true;
        }
        if (restart) {
            toStart.add(container);
            why += ", will be restarted";
        }
        kill(running, container, why, probe);
        return false;
    }

    /** A resource has changed for which the container wants to be restarted. */
    private boolean resizeRestarts(Container container, RuntimeContainer running) {
        ContainerConfig.Resources wanted = figures.of(pod, container);
        ContainerConfig.Resources has = running.resources();
        return (!wanted.sameCpu(has) && restartsFor(container, "cpu"))
                || (wanted.memoryBytes() != has.memoryBytes() && restartsFor(container, "memory"));
    }

    private static boolean restartsFor(Container container, String resource) {
        return container.getResizePolicy().stream()
                .anyMatch(p -> p.getResourceName().equals(resource)
                        && p.getRestartPolicy().equals("RestartContainer"));
    }

    private void resize(Container container, RuntimeContainer running) {
        ContainerConfig.Resources wanted = figures.of(pod, container);
        if (!wanted.sameLimits(running.resources())) {
            resizes.add(new Resize(running, wanted));
        }
    }

    private void kill(RuntimeContainer running, Container container, String message, Probe probe) {
        kills.add(new Kill(running, container, message, probe));
    }
}
