package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.container.ContainerConfigFactory;
import dev.navarch.kubelet.container.ContainerStarter;
import dev.navarch.kubelet.container.LifecycleHooks;
import dev.navarch.kubelet.container.TerminationMessages;
import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.image.ImagePuller;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.object.ReferencedObjects;
import dev.navarch.kubelet.probe.ProbeManager;
import dev.navarch.kubelet.retry.Backoff;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.PodRef;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.PodSnapshot;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.RuntimeEvent;
import dev.navarch.kubelet.runtime.SandboxStatus;
import dev.navarch.kubelet.volume.PodVolumes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All pods of this node by uid. Brings news from the API and from the runtime to the workers concerned. */
public final class PodWorkers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PodWorkers.class);
    private static final Duration FIRST_CRASH_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LAST_CRASH_BACKOFF = Duration.ofMinutes(5);
    private static final Duration ORPHAN_GRACE = Duration.ofSeconds(30);

    private final PodServices services;
    private final ContainerRuntime runtime;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** What the caller has already; the rest belongs to the workers alone. */
    public record Parts(
            KubernetesClient client,
            ContainerRuntime runtime,
            String runtimeName,
            ContainerStarter starter,
            ContainerConfigFactory configs,
            Path podsDirectory,
            LifecycleHooks hooks,
            PodVolumes volumes,
            ProbeManager probes,
            ImagePuller images,
            ReferencedObjects objects,
            TerminationMessages messages,
            EventRecorder events,
            Supplier<Optional<Node>> node,
            Map<String, Quantity> allocatable,
            List<String> hostIps,
            String clusterDomain,
            UnaryOperator<@Nullable Pod> apiObject) {}

    public static PodWorkers create(Parts parts) {
        StartFailures failures = new StartFailures();
        return new PodWorkers(new PodServices(
                parts.runtime,
                new StatusManager(parts.client, parts.apiObject),
                new PodStatusGenerator(
                        new ProbedReadiness(parts.probes),
                        failures,
                        parts.runtimeName,
                        p -> parts.hostIps,
                        parts.configs::resources),
                parts.starter,
                new PodKiller(parts.runtime, parts.hooks, parts.events),
                parts.volumes,
                parts.probes,
                parts.images,
                parts.objects,
                parts.messages,
                parts.events,
                new Backoff(FIRST_CRASH_BACKOFF, LAST_CRASH_BACKOFF, Clock.systemUTC()),
                failures,
                new NodeAdmission(parts.node, parts.allocatable),
                parts.configs::resources,
                uid -> parts.runtime.simulated()
                        ? AllocationFile.none()
                        : AllocationFile.in(parts.podsDirectory.resolve(uid)),
                () -> parts.hostIps,
                parts.clusterDomain));
    }

    /** Ready and started as the probes have it. */
    private record ProbedReadiness(ProbeManager probes) implements PodStatusGenerator.Readiness {
        @Override
        public boolean started(Pod pod, Container container, ContainerStatus status) {
            return probes.started(pod.getMetadata().getUid(), container.getName(), id(status));
        }

        @Override
        public boolean ready(Pod pod, Container container, ContainerStatus status) {
            return probes.ready(pod.getMetadata().getUid(), container.getName(), id(status));
        }

        private static String id(ContainerStatus status) {
            String id = status.getContainerID() == null ? "" : status.getContainerID();
            return id.substring(id.indexOf("//") < 0 ? 0 : id.indexOf("//") + 2);
        }
    }

    private PodWorkers(PodServices services) {
        this.services = services;
        this.runtime = services.runtime();
    }

    /** A pod that is to run here, new or changed. */
    public void update(Pod pod) {
        String uid = pod.getMetadata().getUid();
        PodWorker known = workers.get(uid);
        if (known == null) {
            workers.computeIfAbsent(uid, u -> started(pod));
        } else if (differs(known.pod(), pod)) {
            known.update(pod);
        }
    }

    private PodWorker started(Pod pod) {
        PodWorker worker = new PodWorker(pod, services, () -> active(pod), this::finished);
        if (!closed) {
            worker.start();
        }
        return worker;
    }

    /** Everything but what the kubelet itself has written. */
    private static boolean differs(Pod before, Pod now) {
        return !Objects.equals(
                        before.getMetadata().getGeneration(), now.getMetadata().getGeneration())
                || !Objects.equals(
                        before.getMetadata().getDeletionTimestamp(),
                        now.getMetadata().getDeletionTimestamp())
                || !Objects.equals(
                        before.getMetadata().getDeletionGracePeriodSeconds(),
                        now.getMetadata().getDeletionGracePeriodSeconds())
                || !PodFacts.labels(before).equals(PodFacts.labels(now))
                || !PodFacts.annotations(before).equals(PodFacts.annotations(now))
                || !foreignConditions(before).equals(foreignConditions(now))
                || PodFacts.hasTerminalPhase(before) != PodFacts.hasTerminalPhase(now)
                || !before.getSpec().equals(now.getSpec());
    }

    private static List<PodCondition> foreignConditions(Pod pod) {
        return pod.getStatus() == null
                ? List.of()
                : pod.getStatus().getConditions().stream()
                        .filter(c -> !PodConditions.ownedByKubelet(c.getType()))
                        .toList();
    }

    /** The pod's object (or manifest) is gone. */
    public void remove(String uid) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.remove();
        }
    }

    private void finished(PodWorker worker) {
        workers.remove(worker.pod().getMetadata().getUid(), worker);
    }

    private Collection<Pod> active(Pod except) {
        return workers.values().stream()
                .filter(PodWorker::active)
                .map(PodWorker::allocatedPod)
                .filter(p ->
                        !p.getMetadata().getUid().equals(except.getMetadata().getUid()))
                .toList();
    }

    /** The object that the pod's status is written to has come only now. */
    public void rewriteStatus(String uid) {
        services.statuses().rewrite(uid);
    }

    /** Something that the pod reads, or one of its probes, has changed. */
    public void wake(String uid) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.wake(false);
        }
    }

    /**
     * The runtime tells of that pod.
     *
     * @return whether that pod is known
     */
    public boolean runtimeChanged(String uid) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.wake(true);
        }
        return worker != null;
    }

    public void handle(RuntimeEvent event) {
        switch (event) {
            case RuntimeEvent.PodChanged change -> runtimeChanged(change.podUid());
            case RuntimeEvent.Connected connected -> workers.values().forEach(w -> w.wake(true));
            case RuntimeEvent.Disconnected disconnected -> {}
        }
    }

    public List<Pod> pods() {
        return workers.values().stream().map(PodWorker::pod).toList();
    }

    public Optional<Pod> pod(String uid) {
        return Optional.ofNullable(workers.get(uid)).map(PodWorker::pod);
    }

    public Optional<Pod> pod(String namespace, String name) {
        return pods().stream()
                .filter(p -> p.getMetadata().getNamespace().equals(namespace)
                        && p.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** What the runtime had of the pod when it was last read. */
    public Optional<PodRuntimeStatus> runtimeStatus(String uid) {
        return Optional.ofNullable(workers.get(uid)).map(PodWorker::runtimeStatus);
    }

    /** What was said last of the pod's containers. */
    public List<ContainerStatus> containerStatuses(Pod pod) {
        PodStatus status = services.statuses().current(pod);
        List<ContainerStatus> all = new ArrayList<>(status.getInitContainerStatuses());
        all.addAll(status.getContainerStatuses());
        all.addAll(status.getEphemeralContainerStatuses());
        return all;
    }

    /** Ends a pod for the node's sake. */
    public void evict(String uid, String reason, String message, long graceSeconds) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.end(new PodStatusGenerator.Verdict(reason, message), Optional.of(graceSeconds));
        }
    }

    /** Compares with what the runtime has, for changes that no event told of, and ends what belongs to no pod. */
    public void relist() throws ContainerRuntimeException {
        List<PodSnapshot> found = runtime.pods();
        Map<String, PodSnapshot> byUid =
                found.stream().collect(Collectors.toMap(s -> s.pod().uid(), s -> s, (a, b) -> a));
        workers.forEach((uid, worker) -> {
            Map<String, Boolean> now = byUid.containsKey(uid) ? byUid.get(uid).running() : Map.of();
            if (!worker.snapshot().running().equals(now)) {
                worker.wake(true);
            }
        });
        for (PodSnapshot snapshot : found) {
            if (!workers.containsKey(snapshot.pod().uid())) {
                removeOrphan(snapshot.pod());
            }
        }
    }

    private void removeOrphan(PodRef pod) {
        log.atInfo().addKeyValue("pod", pod).log("removing what is left of a pod that is no more");
        Thread.ofVirtual().name("orphan-" + pod).start(() -> {
            try {
                PodRuntimeStatus status = runtime.podStatus(pod);
                for (RuntimeContainer container : status.running()) {
                    runtime.stopContainer(container.id(), ORPHAN_GRACE);
                }
                for (RuntimeContainer container : status.containers()) {
                    runtime.removeContainer(container.id());
                }
                for (SandboxStatus sandbox : status.sandboxes()) {
                    runtime.stopSandbox(sandbox.id());
                    runtime.removeSandbox(sandbox.id());
                }
                services.volumes().tearDown(pod.uid());
            } catch (ContainerRuntimeException | java.io.IOException e) {
                log.atWarn().addKeyValue("pod", pod).setCause(e).log("an orphan could not be removed");
            }
        });
    }

    /** Stops the loops; the containers run on. */
    @Override
    public void close() {
        closed = true;
        workers.values().forEach(PodWorker::stop);
        services.statuses().close();
    }
}
