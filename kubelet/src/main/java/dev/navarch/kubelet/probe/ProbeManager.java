package dev.navarch.kubelet.probe;

import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probes of all pods. A pod's worker tells what runs ({@link #sync}) and asks what the probes know of it. A container
 * that has no probe of a kind passes it while it runs.
 */
public final class ProbeManager implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProbeManager.class);
    private static final int ATTEMPTS = 3;

    private final Prober prober;
    private final EventRecorder events;
    private final Consumer<String> changed;
    private final Map<Key, ProbeWorker> workers = new ConcurrentHashMap<>();

    private record Key(String podUid, String container, ProbeKind kind) {}

    /**
     * No probe runs yet.
     *
     * @param changed called with the uid of a pod of which a result has changed
     */
    public ProbeManager(ContainerRuntime runtime, Vertx vertx, EventRecorder events, Consumer<String> changed) {
        this.prober = runtime.simulated()
                ? (probe, container, id, ip) -> new ProbeResult.Success()
                : new RealProber(runtime, new GrpcHealth(vertx));
        this.events = events;
        this.changed = changed;
    }

    /**
     * Begins, goes on with and ends probes as the pod's containers come and go.
     *
     * @param terminating only readiness is still of interest
     */
    public void sync(Pod pod, PodRuntimeStatus runtime, List<String> podIps, boolean terminating) {
        String uid = pod.getMetadata().getUid();
        for (Container container : probed(pod)) {
            ProbeWorker.Target target = target(runtime.container(container.getName()), podIps);
            for (ProbeKind kind : ProbeKind.values()) {
                Key key = new Key(uid, container.getName(), kind);
                Probe probe = kind.of(container);
                if (probe == null || (terminating && kind != ProbeKind.READINESS)) {
                    stop(key);
                } else {
                    workers.computeIfAbsent(key, k -> worker(pod, container, kind, probe))
                            .target(target);
                }
            }
        }
    }

    private static List<Container> probed(Pod pod) {
        return Stream.concat(
                        pod.getSpec().getInitContainers().stream().filter(PodFacts::isSidecar),
                        pod.getSpec().getContainers().stream())
                .toList();
    }

    private static ProbeWorker.@Nullable Target target(Optional<RuntimeContainer> container, List<String> podIps) {
        return container
                .filter(c -> c.running() && c.startedAt() != null && !podIps.isEmpty())
                .map(c -> new ProbeWorker.Target(
                        c.id(), c.startedAt() == null ? c.createdAt() : c.startedAt(), podIps.getFirst()))
                .orElse(null);
    }

    private ProbeWorker worker(Pod pod, Container container, ProbeKind kind, Probe probe) {
        String uid = pod.getMetadata().getUid();
        return new ProbeWorker(
                kind,
                container,
                pod.getMetadata().getName(),
                new PodSurroundings(pod, container, kind, probe),
                () -> {
                    nudgeOthers(uid, container.getName());
                    changed.accept(uid);
                },
                probe);
    }

    /** Liveness and readiness begin when startup has succeeded. */
    private void nudgeOthers(String uid, String container) {
        for (ProbeKind kind : ProbeKind.values()) {
            ProbeWorker other = workers.get(new Key(uid, container, kind));
            if (other != null) {
                other.nudge();
            }
        }
    }

    private final class PodSurroundings implements ProbeWorker.Surroundings {
        private final Pod pod;
        private final Container container;
        private final ProbeKind kind;
        private final Probe probe;

        PodSurroundings(Pod pod, Container container, ProbeKind kind, Probe probe) {
            this.pod = pod;
            this.container = container;
            this.kind = kind;
            this.probe = probe;
        }

        @Override
        public boolean enabled(ProbeWorker.Target target) {
            boolean started = started(pod.getMetadata().getUid(), container.getName(), target.containerId());
            return kind == ProbeKind.STARTUP ? !started : started;
        }

        @Override
        public boolean initially(ProbeWorker.Target target) {
            Optional<ContainerStatus> known = Stream.concat(
                            pod.getStatus().getContainerStatuses().stream(),
                            pod.getStatus().getInitContainerStatuses().stream())
                    .filter(s ->
                            s.getContainerID() != null && s.getContainerID().endsWith(target.containerId()))
                    .findFirst();
            return switch (kind) {
                case LIVENESS -> true;
                case READINESS ->
                    known.isPresent() && Boolean.TRUE.equals(known.get().getReady());
                case STARTUP ->
                    known.isPresent() && Boolean.TRUE.equals(known.get().getStarted());
            };
        }

        @Override
        public ProbeResult probe(ProbeWorker.Target target) throws InterruptedException {
            ProbeResult result = new ProbeResult.Broken("");
            for (int i = 0; i < ATTEMPTS && result instanceof ProbeResult.Broken; i++) {
                result = prober.probe(probe, container, target.containerId(), target.podIp());
            }
            return result;
        }

        @Override
        public void failed(ProbeKind failedKind, ProbeResult result) {
            String text = switch (result) {
                case ProbeResult.Failure failure -> failedKind.title() + " probe failed: " + failure.message();
                case ProbeResult.Broken broken -> failedKind.title() + " probe errored: " + broken.message();
                case ProbeResult.Success success -> "";
            };
            log.atDebug().addKeyValue("pod", pod.getMetadata().getName()).log(text);
            events.warning(EventRecorder.about(pod, PodFacts.fieldPath(pod, container.getName())), "Unhealthy", text);
        }
    }

    private Optional<ProbeWorker.Verdict> verdict(String uid, String container, ProbeKind kind, String containerId) {
        ProbeWorker worker = workers.get(new Key(uid, container, kind));
        return Optional.ofNullable(worker == null ? null : worker.verdict())
                .filter(v -> v.containerId().equals(containerId));
    }

    private boolean hasWorker(String uid, String container, ProbeKind kind) {
        return workers.containsKey(new Key(uid, container, kind));
    }

    /** Whether the running container has passed its startup probe. */
    public boolean started(String podUid, String container, String containerId) {
        return !hasWorker(podUid, container, ProbeKind.STARTUP)
                || verdict(podUid, container, ProbeKind.STARTUP, containerId)
                        .filter(ProbeWorker.Verdict::success)
                        .isPresent();
    }

    /** Whether the running, started container may get traffic. */
    public boolean ready(String podUid, String container, String containerId) {
        return !hasWorker(podUid, container, ProbeKind.READINESS)
                || verdict(podUid, container, ProbeKind.READINESS, containerId)
                        .filter(ProbeWorker.Verdict::success)
                        .isPresent();
    }

    public boolean failedLiveness(String podUid, String container, String containerId) {
        return failed(podUid, container, ProbeKind.LIVENESS, containerId);
    }

    public boolean failedStartup(String podUid, String container, String containerId) {
        return failed(podUid, container, ProbeKind.STARTUP, containerId);
    }

    private boolean failed(String podUid, String container, ProbeKind kind, String containerId) {
        return verdict(podUid, container, kind, containerId)
                .filter(v -> v.decided() && !v.success())
                .isPresent();
    }

    private void stop(Key key) {
        ProbeWorker worker = workers.remove(key);
        if (worker != null) {
            worker.stop();
        }
    }

    public void forget(String podUid) {
        List<Key> keys = new ArrayList<>(workers.keySet());
        keys.stream().filter(k -> k.podUid().equals(podUid)).forEach(this::stop);
    }

    @Override
    public void close() {
        new ArrayList<>(workers.keySet()).forEach(this::stop);
    }
}
