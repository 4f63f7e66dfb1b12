package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.container.Cancellation;
import dev.navarch.kubelet.container.ContainerConfigException;
import dev.navarch.kubelet.container.ContainerConfigFactory;
import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.SandboxStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out a {@link PodActions}: kills, sandbox, containers. One instance a sync. */
final class PodStart {
    /** How soon a start that failed is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final PodServices services;
    private final Pod pod;
    private final Cancellation cancellation;
    private PodRuntimeStatus runtime;
    private Optional<Instant> retry = Optional.empty();
    private boolean sandboxFailed;
    private @Nullable String resizeError;

    PodStart(PodServices services, Pod pod, PodRuntimeStatus runtime, Cancellation cancellation) {
        this.services = services;
        this.pod = pod;
        this.runtime = runtime;
        this.cancellation = cancellation;
    }

    /** Returns when to try again what could not be done, if anything. */
    Optional<Instant> carryOut(PodActions actions) throws ContainerRuntimeException, InterruptedException {
        if (actions.killPod()) {
            services.killer().killPod(pod, runtime, Duration.ofSeconds(PodFacts.gracePeriodSeconds(pod)));
            if (!actions.createSandbox()) {
                return Optional.empty();
            }
            clearAway();
        }
        services.killer().kill(pod, actions.kills(), runtime.ips());
        resize(actions.resizes());
        Optional<SandboxStatus> sandbox =
                actions.createSandbox() ? createSandbox(actions.attempt()) : runtime.readySandbox();
        if (sandbox.isPresent()) {
            startContainers(actions, sandbox.get());
        }
        return retry;
    }

    private void resize(List<PodActions.Resize> resizes) throws ContainerRuntimeException {
        for (PodActions.Resize resize : resizes) {
            try {
                services.runtime().updateResources(resize.running().id(), resize.resources());
            } catch (ContainerRuntimeException.Unavailable e) {
                throw e;
            } catch (ContainerRuntimeException e) {
                resizeError = "failed to resize container " + resize.running().name() + ": " + e.getMessage();
                retryBy(Instant.now().plus(RETRY));
            }
        }
    }

    /** Why a container goes on with its old limits. */
    Optional<String> resizeError() {
        return Optional.ofNullable(resizeError);
    }

    /** A new sandbox begins from the beginning: init containers run again, dead sandboxes go. */
    private void clearAway() throws ContainerRuntimeException {
        if (!runtime.sandboxes().isEmpty()) {
            services.events()
                    .normal(
                            EventRecorder.about(pod),
                            "SandboxChanged",
                            "Pod sandbox changed, it will be killed and re-created.");
        }
        for (Container init : pod.getSpec().getInitContainers()) {
            for (RuntimeContainer old : runtime.history(init.getName())) {
                services.runtime().removeContainer(old.id());
                services.messages().forget(old.id());
            }
        }
        for (SandboxStatus old : runtime.sandboxes()) {
            services.runtime().removeSandbox(old.id());
        }
    }

    private Optional<SandboxStatus> createSandbox(int attempt) throws ContainerRuntimeException {
        try {
            return Optional.of(
                    services.runtime().runSandbox(SandboxConfigs.of(pod, attempt, services.clusterDomain())));
        } catch (ContainerRuntimeException.Unavailable e) {
            throw e;
        } catch (ContainerRuntimeException e) {
            services.events()
                    .warning(
                            EventRecorder.about(pod),
                            "FailedCreatePodSandBox",
                            "Failed to create pod sandbox: " + e.getMessage());
            sandboxFailed = true;
            retryBy(Instant.now().plus(RETRY));
            return Optional.empty();
        }
    }

    /** The failed sandbox itself makes the runtime tell of changes: they are no reason to try again at once. */
    boolean sandboxFailed() {
        return sandboxFailed;
    }

    private void startContainers(PodActions actions, SandboxStatus sandbox) throws InterruptedException {
        for (Container ephemeral : actions.ephemeralContainers()) {
            start(ephemeral, sandbox);
        }
        for (Container init : actions.initContainers()) {
            if (!start(init, sandbox)) {
                return;
            }
        }
        if (actions.containers().stream().anyMatch(PodStart::hasPostStart)) {
            // A postStart hook holds back the containers after it: proxies rely on that.
            for (Container container : actions.containers()) {
                start(container, sandbox);
            }
        } else {
            startTogether(actions.containers(), sandbox);
        }
    }

    private static boolean hasPostStart(Container container) {
        return container.getLifecycle() != null && container.getLifecycle().getPostStart() != null;
    }

    private void startTogether(List<Container> containers, SandboxStatus sandbox) throws InterruptedException {
        List<Thread> others = new ArrayList<>();
        for (Container container : containers.subList(Math.min(1, containers.size()), containers.size())) {
            others.add(Thread.ofVirtual().name("start-" + container.getName()).start(() -> {
                try {
                    start(container, sandbox);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        if (!containers.isEmpty()) {
            start(containers.getFirst(), sandbox);
        }
        for (Thread other : others) {
            other.join();
        }
    }

    /** @return whether it runs now */
    private boolean start(Container container, SandboxStatus sandbox) throws InterruptedException {
        String uid = pod.getMetadata().getUid();
        if (inBackoff(container)) {
            return false;
        }
        try {
            services.starter().start(start(container, sandbox, attempt(container)), cancellation);
            services.failures().clear(uid, container.getName());
            removeOld(container);
            return true;
        } catch (ContainerConfigException e) {
            services.failures().put(uid, container.getName(), e.reason(), e.text());
            retryBy(Instant.now().plus(RETRY));
            return false;
        } catch (ContainerRuntimeException e) {
            retryBy(Instant.now().plus(RETRY));
            return true;
        }
    }

    private ContainerConfigFactory.Start start(Container container, SandboxStatus sandbox, int attempt) {
        List<String> hostIps = services.hostIps().get();
        return new ContainerConfigFactory.Start(
                pod,
                container,
                attempt,
                ContainerHash.of(container),
                sandbox,
                PodFacts.hostNetwork(pod) ? hostIps : sandbox.ips(),
                hostIps,
                targetContainer(container));
    }

    /** An ephemeral container may look into the processes of another. */
    private Optional<String> targetContainer(Container container) {
        return pod.getSpec().getEphemeralContainers().stream()
                .filter(e -> e.getName().equals(container.getName()))
                .map(EphemeralContainer::getTargetContainerName)
                .filter(name -> name != null && !name.isEmpty())
                .findFirst()
                .flatMap(runtime::container)
                .map(RuntimeContainer::id);
    }

    private int attempt(Container container) {
        int known = services.statuses().current(pod).getContainerStatuses().stream()
                .filter(s -> s.getName().equals(container.getName()) && s.getContainerID() == null)
                .mapToInt(s -> s.getRestartCount() == null ? 0 : s.getRestartCount())
                .findFirst()
                .orElse(0);
        return runtime.container(container.getName()).map(c -> c.attempt() + 1).orElse(known);
    }

    /** A container that exits again and again is started ever more slowly. */
    private boolean inBackoff(Container container) {
        Optional<RuntimeContainer> last =
                runtime.container(container.getName()).filter(c -> c.exited() && c.finishedAt() != null);
        if (last.isEmpty()) {
            return false;
        }
        Instant finished =
                last.get().finishedAt() == null ? Instant.EPOCH : last.get().finishedAt();
        String key = pod.getMetadata().getUid() + "/" + container.getName() + "/" + ContainerHash.of(container);
        Optional<Duration> delay = services.crashes().inBackoffSince(key, finished);
        if (delay.isEmpty()) {
            services.crashes().next(key, finished);
            return false;
        }
        String whose = PodFacts.ref(pod).format();
        services.events()
                .warning(
                        EventRecorder.about(pod, PodFacts.fieldPath(pod, container.getName())),
                        "BackOff",
                        "Back-off restarting failed container " + container.getName() + " in pod " + whose);
        services.failures()
                .put(
                        pod.getMetadata().getUid(),
                        container.getName(),
                        "CrashLoopBackOff",
                        "back-off " + format(delay.get()) + " restarting failed container=" + container.getName()
                                + " pod=" + whose);
        retryBy(finished.plus(delay.get()));
        return true;
    }

    /** As Go prints durations: 10s, 1m20s, 5m0s. */
    static String format(Duration duration) {
        long minutes = duration.toMinutes();
        return minutes == 0 ? duration.toSeconds() + "s" : minutes + "m" + duration.toSecondsPart() + "s";
    }

    /** Keeps the previous run, whose log and end people ask for. */
    private void removeOld(Container container) throws ContainerRuntimeException {
        List<RuntimeContainer> history = runtime.history(container.getName());
        for (RuntimeContainer old : history.subList(Math.min(1, history.size()), history.size())) {
            services.runtime().removeContainer(old.id());
            services.messages().forget(old.id());
        }
    }

    private synchronized void retryBy(Instant at) {
        retry = Optional.of(retry.filter(at::isAfter).orElse(at));
    }
}
