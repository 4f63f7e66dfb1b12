package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.container.LifecycleHooks;
import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.SandboxStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops containers as they ask to be stopped: preStop hook, stop signal, grace period, then the hard way. */
final class PodKiller {
    private static final Logger log = LoggerFactory.getLogger(PodKiller.class);
    /** Even a pod that is killed at once gets so long to react to the signal. */
    private static final Duration MINIMUM = Duration.ofSeconds(2);

    private final ContainerRuntime runtime;
    private final LifecycleHooks hooks;
    private final EventRecorder events;

    PodKiller(ContainerRuntime runtime, LifecycleHooks hooks, EventRecorder events) {
        this.runtime = runtime;
        this.hooks = hooks;
        this.events = events;
    }

    /** All containers at once, then the sidecars one by one in reverse order, then the sandboxes. */
    void killPod(Pod pod, PodRuntimeStatus status, Duration grace) throws ContainerRuntimeException {
        Instant end = Instant.now().plus(grace);
        List<String> sidecars = pod.getSpec().getInitContainers().stream()
                .filter(PodFacts::isSidecar)
                .map(Container::getName)
                .collect(Collectors.toCollection(ArrayList::new));
        List<CompletableFuture<Void>> kills = status.running().stream()
                .filter(c -> !sidecars.contains(c.name()))
                .map(c -> background(() -> kill(pod, c, stopping(c), grace, status.ips())))
                .toList();
        join(kills);
        for (String sidecar : sidecars.reversed()) {
            Optional<RuntimeContainer> running = status.container(sidecar).filter(RuntimeContainer::running);
            if (running.isPresent()) {
                Duration left = Duration.between(Instant.now(), end);
                kill(
                        pod,
                        running.get(),
                        stopping(running.get()),
                        left.isNegative() ? Duration.ZERO : left,
                        status.ips());
            }
        }
        for (SandboxStatus sandbox : status.sandboxes()) {
            runtime.stopSandbox(sandbox.id());
        }
    }

    private static String stopping(RuntimeContainer container) {
        return "Stopping container " + container.name();
    }

    /** Containers that failed a probe or whose definition changed, each with its own grace period. */
    void kill(Pod pod, List<PodActions.Kill> kills, List<String> podIps) throws ContainerRuntimeException {
        join(kills.stream()
                .map(k -> background(() -> kill(pod, k.running(), k.message(), grace(pod, k), podIps)))
                .toList());
    }

    private static Duration grace(Pod pod, PodActions.Kill kill) {
        Probe probe = switch (kill.probe()) {
            case LIVENESS -> kill.container().getLivenessProbe();
            case STARTUP -> kill.container().getStartupProbe();
            case NONE -> null;
        };
        Long own = probe == null ? null : probe.getTerminationGracePeriodSeconds();
        return Duration.ofSeconds(own == null ? PodFacts.gracePeriodSeconds(pod) : own);
    }

    private void kill(Pod pod, RuntimeContainer container, String message, Duration grace, List<String> podIps)
            throws ContainerRuntimeException {
        events.normal(EventRecorder.about(pod, PodFacts.fieldPath(pod, container.name())), "Killing", message);
        Instant started = Instant.now();
        preStop(pod, container, grace, podIps);
        Duration left = grace.minus(Duration.between(started, Instant.now()));
        runtime.stopContainer(container.id(), left.compareTo(MINIMUM) < 0 ? MINIMUM : left);
    }

    private void preStop(Pod pod, RuntimeContainer container, Duration grace, List<String> podIps) {
        Optional<Container> spec = PodFacts.container(pod, container.name());
        LifecycleHandler handler =
                spec.map(Container::getLifecycle).map(l -> l.getPreStop()).orElse(null);
        if (handler == null || spec.isEmpty() || grace.isZero()) {
            return;
        }
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread hook = Thread.ofVirtual().name("pre-stop-" + container.name()).start(() -> {
            try {
                hooks.run(handler, container.id(), spec.get(), podIps);
                done.complete(true);
            } catch (IOException | InterruptedException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            hook.interrupt();
            log.atInfo().addKeyValue("container", container.name()).log("preStop hook did not end in the grace period");
        } catch (ExecutionException e) {
            log.atInfo().addKeyValue("container", container.name()).setCause(e).log("preStop hook failed");
            events.warning(
                    EventRecorder.about(pod, PodFacts.fieldPath(pod, container.name())),
                    "FailedPreStopHook",
                    "PreStopHook failed");
        } catch (InterruptedException e) {
            hook.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Kill {
        void run() throws ContainerRuntimeException;
    }

    private static CompletableFuture<Void> background(Kill kill) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().name("kill-container").start(() -> {
            try {
                kill.run();
                done.complete(null);
            } catch (ContainerRuntimeException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void join(List<CompletableFuture<Void>> kills) throws ContainerRuntimeException {
        try {
            CompletableFuture.allOf(kills.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ContainerRuntimeException cause
                    ? cause
                    : new ContainerRuntimeException(String.valueOf(e.getCause()), e);
        }
    }
}
