package dev.navarch.kubelet.runtime.simulated;

import dev.navarch.kubelet.container.ContainerConfigFactory;
import dev.navarch.kubelet.runtime.ContainerConfig;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.ContainerStats;
import dev.navarch.kubelet.runtime.ImageStatus;
import dev.navarch.kubelet.runtime.LogQuery;
import dev.navarch.kubelet.runtime.PodRef;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.PodSnapshot;
import dev.navarch.kubelet.runtime.RegistryAuth;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.RuntimeContainer.State;
import dev.navarch.kubelet.runtime.RuntimeEvent;
import dev.navarch.kubelet.runtime.RuntimeInfo;
import dev.navarch.kubelet.runtime.SandboxConfig;
import dev.navarch.kubelet.runtime.SandboxStatus;
import dev.navarch.kubelet.runtime.StandardStreams;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link ContainerRuntime} without containers. Every image is present, except those whose name contains
 * {@code no-such-image}. A container runs until it is stopped, or by its {@link SimulatedCommand}.
 */
public final class SimulatedRuntime implements ContainerRuntime {
    private final SimulatedAddresses addresses;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("simulated-runtime").factory());
    private final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();
    /** Guards the fields below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Box> boxes = new HashMap<>();
    private final Map<String, Item> items = new HashMap<>();
    private final Set<String> images = new HashSet<>();

    private record Box(SandboxStatus status) {}

    private static final class Item {
        final ContainerConfig config;
        RuntimeContainer status;

        Item(ContainerConfig config, RuntimeContainer status) {
            this.config = config;
            this.status = status;
        }
    }

    /**
     * A runtime of its own, empty.
     *
     * @param podCidr where addresses of pods come from
     */
    public SimulatedRuntime(String podCidr) {
        this.addresses = new SimulatedAddresses(podCidr);
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public RuntimeInfo info() {
        return new RuntimeInfo("simulated", "1.0", "1.0");
    }

    @Override
    public Closeable watch(Consumer<RuntimeEvent> listener) {
        listeners.add(listener);
        listener.accept(new RuntimeEvent.Connected());
        return () -> listeners.remove(listener);
    }

    private void changed(PodRef pod) {
        listeners.forEach(l -> l.accept(new RuntimeEvent.PodChanged(pod.uid())));
    }

    @Override
    public List<PodSnapshot> pods() {
        lock.lock();
        try {
            Map<PodRef, Map<String, Boolean>> pods = new HashMap<>();
            boxes.values()
                    .forEach(b -> pods.computeIfAbsent(b.status.pod(), p -> new HashMap<>())
                            .put(b.status.id(), b.status.ready()));
            items.values()
                    .forEach(i -> pods.computeIfAbsent(i.config.pod(), p -> new HashMap<>())
                            .put(i.status.id(), i.status.running()));
            List<PodSnapshot> snapshots = new ArrayList<>();
            pods.forEach((pod, running) -> snapshots.add(new PodSnapshot(pod, running)));
            return snapshots;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PodRuntimeStatus podStatus(PodRef pod) {
        lock.lock();
        try {
            return new PodRuntimeStatus(
                    pod,
                    boxes.values().stream()
                            .map(Box::status)
                            .filter(s -> s.pod().uid().equals(pod.uid()))
                            .toList(),
                    items.values().stream()
                            .filter(i -> i.config.pod().uid().equals(pod.uid()))
                            .map(i -> i.status)
                            .toList());
        } finally {
            lock.unlock();
        }
    }

    private static String id() {
        return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    }

    @Override
    public SandboxStatus runSandbox(SandboxConfig config) {
        lock.lock();
        try {
            List<String> ips = config.hostNetwork() ? List.of() : List.of(addresses.take());
            SandboxStatus status = new SandboxStatus(
                    id(), config.pod(), config.attempt(), true, config.hostNetwork(), Instant.now(), ips);
            boxes.put(status.id(), new Box(status));
            return status;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stopSandbox(String id) {
        lock.lock();
        try {
            boxes.computeIfPresent(id, (i, box) -> {
                box.status.ips().forEach(addresses::release);
                return new Box(new SandboxStatus(
                        i,
                        box.status.pod(),
                        box.status.attempt(),
                        false,
                        box.status.hostNetwork(),
                        box.status.createdAt(),
                        List.of()));
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void removeSandbox(String id) {
        stopSandbox(id);
        lock.lock();
        try {
            boxes.remove(id);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String createContainer(ContainerConfig config) {
        RuntimeContainer status = new RuntimeContainer(
                id(),
                config.name(),
                config.attempt(),
                config.hash(),
                State.CREATED,
                Instant.now(),
                null,
                null,
                0,
                "",
                "",
                config.labels().getOrDefault("io.kubernetes.container.image", config.image()),
                "sha256:" + config.image(),
                config.resources(),
                config.labels());
        lock.lock();
        try {
            items.put(status.id(), new Item(config, status));
            return status.id();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void startContainer(String id) throws ContainerRuntimeException {
        lock.lock();
        try {
            Item item = item(id);
            item.status = with(item.status, State.RUNNING, Instant.now(), null, 0);
            schedule(item);
        } finally {
            lock.unlock();
        }
    }

    private Item item(String id) throws ContainerRuntimeException {
        Item item = items.get(id);
        if (item == null) {
            throw new ContainerRuntimeException.NotFound("No such container: " + id);
        }
        return item;
    }

    private void schedule(Item item) {
        boolean completes = Boolean.parseBoolean(
                item.config.labels().getOrDefault(ContainerConfigFactory.RUNS_TO_COMPLETION, "false"));
        List<String> words = new ArrayList<>(item.config.command());
        words.addAll(item.config.args());
        SimulatedCommand.of(words, completes).ifPresent(end -> {
            Future<?> _ = timer.schedule(
                    () -> exit(item.status.id(), end.exitCode()), end.after().toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private void exit(String id, int code) {
        PodRef pod;
        lock.lock();
        try {
            Item item = items.get(id);
            if (item == null || !item.status.running()) {
                return;
            }
            pod = item.config.pod();
            item.status = with(item.status, State.EXITED, item.status.startedAt(), Instant.now(), code);
        } finally {
            lock.unlock();
        }
        changed(pod);
    }

    private static RuntimeContainer with(
            RuntimeContainer c, State state, @Nullable Instant started, @Nullable Instant finished, int code) {
        String reason = state == State.EXITED ? code == 0 ? "Completed" : "Error" : "";
        return new RuntimeContainer(
                c.id(),
                c.name(),
                c.attempt(),
                c.hash(),
                state,
                c.createdAt(),
                started,
                finished,
                code,
                reason,
                "",
                c.image(),
                c.imageId(),
                c.resources(),
                c.labels());
    }

    @Override
    public void updateResources(String id, ContainerConfig.Resources resources) throws ContainerRuntimeException {
        lock.lock();
        try {
            Item item = item(id);
            item.status = item.status.withResources(resources);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stopContainer(String id, Duration grace) {
        exit(id, 0);
    }

    @Override
    public void removeContainer(String id) {
        lock.lock();
        try {
            items.remove(id);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<ImageStatus> image(String reference) {
        if (reference.contains("no-such-image")) {
            return Optional.empty();
        }
        lock.lock();
        try {
            images.add(reference);
        } finally {
            lock.unlock();
        }
        return Optional.of(status(reference));
    }

    private static ImageStatus status(String reference) {
        return new ImageStatus(reference, List.of(reference), List.of(), 0, "", Instant.EPOCH);
    }

    @Override
    public ImageStatus pullImage(String reference, @Nullable RegistryAuth auth) throws ContainerRuntimeException {
        return image(reference)
                .orElseThrow(() -> new ContainerRuntimeException("pull access denied for " + reference
                        + ", repository does not exist or may require 'docker login'"));
    }

    @Override
    public List<ImageStatus> images() {
        lock.lock();
        try {
            return images.stream().map(SimulatedRuntime::status).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void removeImage(String id) {
        lock.lock();
        try {
            images.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** Says what it would have run; {@code exit N}, {@code true} and {@code false} give their exit codes. */
    @Override
    public int exec(String containerId, List<String> command, StandardStreams streams) throws IOException {
        OutputStream out = streams.stdout();
        if (out != null) {
            out.write(("simulated: " + String.join(" ", command) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        return SimulatedCommand.of(command, true)
                .map(SimulatedCommand::exitCode)
                .orElse(0);
    }

    @Override
    public void attach(String containerId, StandardStreams streams) throws ContainerRuntimeException {
        throw new ContainerRuntimeException("a simulated container has nothing to attach to");
    }

    @Override
    public void logs(String containerId, LogQuery query, OutputStream stdout, OutputStream stderr)
            throws ContainerRuntimeException, IOException {
        stdout.write(line(containerId).getBytes(StandardCharsets.UTF_8));
    }

    private String line(String containerId) throws ContainerRuntimeException {
        lock.lock();
        try {
            Item item = item(containerId);
            return "simulated container " + item.config.name() + " of " + item.config.pod() + "\n";
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ByteChannel connect(String sandboxId, int port) throws ContainerRuntimeException {
        throw new ContainerRuntimeException("a simulated pod listens on no port");
    }

    @Override
    public Optional<ContainerStats> stats(String id) {
        return Optional.empty();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
