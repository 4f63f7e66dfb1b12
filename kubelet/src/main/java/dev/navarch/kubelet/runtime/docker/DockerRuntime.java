package dev.navarch.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ExecCreateCmdResponse;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
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
import dev.navarch.kubelet.runtime.RuntimeEvent;
import dev.navarch.kubelet.runtime.RuntimeInfo;
import dev.navarch.kubelet.runtime.SandboxConfig;
import dev.navarch.kubelet.runtime.SandboxStatus;
import dev.navarch.kubelet.runtime.StandardStreams;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ContainerRuntime} on a Docker daemon, 20.10 or newer. */
public final class DockerRuntime implements ContainerRuntime {
    private static final Logger log = LoggerFactory.getLogger(DockerRuntime.class);
    /** Every follower of logs and events holds a connection. */
    private static final int MAX_CONNECTIONS = 4096;

    private static final int RESIZE_ATTEMPTS = 5;
    private static final Duration RESIZE_PAUSE = Duration.ofMillis(30);

    private final DockerClient docker;
    private final DockerSocket socket;
    private final String owner;
    private final PodNetwork network;
    private final DockerSandboxes sandboxes;
    private final DockerContainers containers;
    private final DockerImages images;
    /** What has exited does not change any more; kept until the pod's next reading without it. */
    private final Map<String, RuntimeContainer> exited = new ConcurrentHashMap<>();

    /**
     * Connects with the first call.
     *
     * @param dockerHost {@code unix:///var/run/docker.sock} or {@code tcp://host:port}
     * @param owner distinguishes the containers of this kubelet: its root directory
     * @param podCidr the subnet that pods get addresses of
     * @param logMaxSize as Docker writes sizes: {@code 10m}
     */
    public DockerRuntime(URI dockerHost, String owner, String podCidr, String logMaxSize, int logMaxFiles) {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(dockerHost.toString())
                .withDockerTlsVerify(false)
                .build();
        ZerodepDockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .maxConnections(MAX_CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(10))
                .build();
        this.docker = DockerClientImpl.getInstance(config, http);
        this.socket = new DockerSocket(dockerHost);
        this.owner = owner;
        this.network = new PodNetwork(docker, podCidr);
        this.images = new DockerImages(docker);
        this.sandboxes = new DockerSandboxes(docker, owner, network, new PauseImage(docker));
        this.containers = new DockerContainers(docker, images, owner, logMaxSize, logMaxFiles);
    }

    @Override
    public RuntimeInfo info() throws ContainerRuntimeException {
        return DockerErrors.call(() -> {
            Version version = docker.versionCmd().exec();
            return new RuntimeInfo(
                    "docker", String.valueOf(version.getVersion()), String.valueOf(version.getApiVersion()));
        });
    }

    @Override
    public Closeable watch(Consumer<RuntimeEvent> listener) {
        return new DockerEvents(docker, owner, event -> {
            if (event instanceof RuntimeEvent.Connected) {
                reconcileNetwork();
            }
            listener.accept(event);
        });
    }

    private void reconcileNetwork() {
        try {
            network.reconcile();
        } catch (IOException | RuntimeException e) {
            log.atWarn().setCause(e).log("cannot check the pods' network");
        }
    }

    @Override
    public List<PodSnapshot> pods() throws ContainerRuntimeException {
        return DockerErrors.call(() -> {
            Map<PodRef, Map<String, Boolean>> pods = new HashMap<>();
            for (Container container : list(Map.of(DockerLabels.OWNER, owner))) {
                pods.computeIfAbsent(DockerLabels.pod(container.getLabels()), pod -> new HashMap<>())
                        .put(container.getId(), "running".equals(container.getState()));
            }
            return pods.entrySet().stream()
                    .map(e -> new PodSnapshot(e.getKey(), e.getValue()))
                    .toList();
        });
    }

    private List<Container> list(Map<String, String> labels) {
        return docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec();
    }

    @Override
    public PodRuntimeStatus podStatus(PodRef pod) throws ContainerRuntimeException {
        return DockerErrors.call(() -> {
            List<SandboxStatus> podSandboxes = new ArrayList<>();
            List<RuntimeContainer> podContainers = new ArrayList<>();
            for (Container found : list(Map.of(DockerLabels.OWNER, owner, DockerLabels.POD_UID, pod.uid()))) {
                read(found, podSandboxes, podContainers);
            }
            return new PodRuntimeStatus(pod, podSandboxes, podContainers);
        });
    }

    private void read(Container found, List<SandboxStatus> podSandboxes, List<RuntimeContainer> podContainers) {
        RuntimeContainer known = exited.get(found.getId());
        if (known != null) {
            podContainers.add(known);
            return;
        }
        try {
            InspectContainerResponse container =
                    docker.inspectContainerCmd(found.getId()).exec();
            if (DockerLabels.TYPE_SANDBOX.equals(found.getLabels().get(DockerLabels.TYPE))) {
                podSandboxes.add(sandboxes.status(container));
                return;
            }
            RuntimeContainer status = containers.status(container);
            if (status.exited()) {
                exited.put(status.id(), status);
            }
            podContainers.add(status);
        } catch (NotFoundException e) {
            log.atDebug().addKeyValue("container", found.getId()).log("removed while being read");
        }
    }

    @Override
    public SandboxStatus runSandbox(SandboxConfig config) throws ContainerRuntimeException {
        return DockerErrors.call(() -> sandboxes.run(config));
    }

    @Override
    public void stopSandbox(String id) throws ContainerRuntimeException {
        stopContainer(id, Duration.ofSeconds(2));
    }

    @Override
    public void removeSandbox(String id) throws ContainerRuntimeException {
        removeContainer(id);
    }

    @Override
    public String createContainer(ContainerConfig config) throws ContainerRuntimeException {
        return DockerErrors.call(() -> containers.create(config));
    }

    @Override
    public void startContainer(String id) throws ContainerRuntimeException {
        DockerErrors.run(() -> docker.startContainerCmd(id).exec());
    }

    @Override
    public void updateResources(String id, ContainerConfig.Resources resources) throws ContainerRuntimeException {
        DockerErrors.run(() -> containers.update(id, resources));
    }

    @Override
    public void stopContainer(String id, Duration grace) throws ContainerRuntimeException {
        int seconds = wholeSeconds(grace);
        DockerErrors.ifPresent(
                () -> docker.stopContainerCmd(id).withTimeout(seconds).exec());
    }

    /** Docker counts seconds; what is left of a grace period after a few milliseconds must not lose one. */
    static int wholeSeconds(Duration grace) {
        return (int) Math.min(Integer.MAX_VALUE, grace.plusMillis(999).toSeconds());
    }

    @Override
    public void removeContainer(String id) throws ContainerRuntimeException {
        exited.remove(id);
        DockerErrors.ifPresent(() -> docker.removeContainerCmd(id)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
    }

    @Override
    public Optional<ImageStatus> image(String reference) throws ContainerRuntimeException {
        return DockerErrors.call(() -> images.image(reference));
    }

    @Override
    public ImageStatus pullImage(String reference, @Nullable RegistryAuth auth) throws ContainerRuntimeException {
        try {
            return images.pull(reference, auth);
        } catch (RuntimeException e) {
            throw DockerErrors.translate(e);
        }
    }

    @Override
    public List<ImageStatus> images() throws ContainerRuntimeException {
        return DockerErrors.call(images::images);
    }

    @Override
    public void removeImage(String id) throws ContainerRuntimeException {
        DockerErrors.ifPresent(() -> docker.removeImageCmd(id).withForce(false).exec());
    }

    @Override
    public int exec(String containerId, List<String> command, StandardStreams streams)
            throws ContainerRuntimeException, IOException {
        ExecCreateCmdResponse exec = DockerErrors.call(() -> docker.execCreateCmd(containerId)
                .withCmd(command.toArray(String[]::new))
                .withTty(streams.tty())
                .withAttachStdin(streams.stdin() != null)
                .withAttachStdout(streams.stdout() != null)
                .withAttachStderr(streams.stderr() != null)
                .exec());
        String start = "{\"Detach\":false,\"Tty\":" + streams.tty() + "}";
        try (DockerSocket.Hijacked connection = socket.hijack("/exec/" + exec.getId() + "/start", start)) {
            StandardStreams.Resizes resizes = streams.resizes();
            if (streams.tty() && resizes != null) {
                follow(
                        resizes,
                        size -> resize(() -> docker.resizeExecCmd(exec.getId())
                                .withSize(size.height(), size.width())
                                .exec()));
            }
            DockerStreams.pump(connection, streams);
        }
        return exitCode(exec.getId());
    }

    /** The streams may end a moment before Docker has noted the exit. */
    private int exitCode(String execId) throws ContainerRuntimeException {
        return DockerErrors.call(() -> {
            for (int i = 0; i < 100; i++) {
                InspectExecResponse exec = docker.inspectExecCmd(execId).exec();
                if (!Boolean.TRUE.equals(exec.isRunning()) && exec.getExitCodeLong() != null) {
                    return (int) (long) exec.getExitCodeLong();
                }
                Thread.sleep(10);
            }
            throw new IOException("the command has closed its streams but not ended");
        });
    }

    @Override
    public void attach(String containerId, StandardStreams streams) throws ContainerRuntimeException, IOException {
        String path = "/containers/" + containerId + "/attach?stream=1&stdin=" + on(streams.stdin()) + "&stdout="
                + on(streams.stdout()) + "&stderr=" + on(streams.stderr());
        try (DockerSocket.Hijacked connection = socket.hijack(path, "")) {
            StandardStreams.Resizes resizes = streams.resizes();
            if (streams.tty() && resizes != null) {
                follow(
                        resizes,
                        size -> resize(() -> docker.resizeContainerCmd(containerId)
                                .withSize(size.height(), size.width())
                                .exec()));
            }
            DockerStreams.pump(connection, streams);
        }
    }

    private static String on(@Nullable Object stream) {
        return stream == null ? "0" : "1";
    }

    private static void follow(StandardStreams.Resizes resizes, Consumer<StandardStreams.Size> listener) {
        Thread.ofVirtual().name("terminal-size").start(() -> resizes.listen(listener));
    }

    /** The first size often comes a moment before Docker has the terminal. */
    private static void resize(Runnable call) {
        for (int attempt = 0; attempt < RESIZE_ATTEMPTS; attempt++) {
            try {
                call.run();
                return;
            } catch (RuntimeException e) {
                log.atDebug().addKeyValue("reason", e.getMessage()).log("a terminal is not resized");
            }
            try {
                Thread.sleep(RESIZE_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void logs(String containerId, LogQuery query, OutputStream stdout, OutputStream stderr)
            throws ContainerRuntimeException, IOException {
        DockerLogs.copy(docker, containerId, query, stdout, stderr);
    }

    @Override
    public ByteChannel connect(String sandboxId, int port) throws ContainerRuntimeException, IOException {
        InspectContainerResponse sandbox = inspect(sandboxId);
        Long pid = sandbox.getState().getPidLong();
        if (pid == null || pid == 0) {
            throw new ContainerRuntimeException("sandbox container " + sandboxId + " is not running");
        }
        try {
            SocketChannel channel = NetworkNamespace.openSocket(pid);
            channel.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return channel;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private InspectContainerResponse inspect(String id) throws ContainerRuntimeException {
        return DockerErrors.call(() -> docker.inspectContainerCmd(id).exec());
    }

    @Override
    public Optional<ContainerStats> stats(String id) throws ContainerRuntimeException {
        Long pid = inspect(id).getState().getPidLong();
        return pid == null || pid == 0 ? Optional.empty() : CgroupStats.of(pid);
    }

    @Override
    public void close() {
        try {
            docker.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("Docker client closed late");
        }
    }
}
