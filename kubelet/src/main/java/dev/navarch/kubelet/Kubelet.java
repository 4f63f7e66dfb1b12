package dev.navarch.kubelet;

import dev.navarch.kubelet.container.ContainerConfigFactory;
import dev.navarch.kubelet.container.ContainerStarter;
import dev.navarch.kubelet.container.DownwardApi;
import dev.navarch.kubelet.container.LifecycleHooks;
import dev.navarch.kubelet.container.ManagedFiles;
import dev.navarch.kubelet.container.ResolvConf;
import dev.navarch.kubelet.container.TerminationMessages;
import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.image.ImagePuller;
import dev.navarch.kubelet.node.Machine;
import dev.navarch.kubelet.node.NodeAgent;
import dev.navarch.kubelet.node.NodeLease;
import dev.navarch.kubelet.node.RuntimeHealth;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.object.ReferencedObjects;
import dev.navarch.kubelet.pod.PodWorkers;
import dev.navarch.kubelet.probe.ProbeManager;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.RuntimeEvent;
import dev.navarch.kubelet.runtime.docker.DockerRuntime;
import dev.navarch.kubelet.runtime.simulated.SimulatedRuntime;
import dev.navarch.kubelet.server.KubeletServer;
import dev.navarch.kubelet.staticpod.MirrorPods;
import dev.navarch.kubelet.staticpod.StaticPods;
import dev.navarch.kubelet.volume.PodVolumes;
import dev.navarch.kubelet.volume.VolumeManager;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kubelet. {@link #start} returns once its loops run, whether or not the API server and the container runtime answer;
 * both are tried again for ever. {@link #close} stops the loops and leaves every container running.
 */
public final class Kubelet implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Kubelet.class);
    private static final String VERSION = "v1.36.3";
    private static final Duration RELIST = Duration.ofSeconds(60);

    private final KubeletOptions options;
    /** What is to be closed, the last first. */
    private final Deque<Closeable> closing;

    private final ContainerRuntime runtime;
    private final RuntimeHealth health;
    private final PodWorkers workers;
    private final ClusterObjects cluster;
    private final NodeAgent node;
    private final MirrorPods mirrors;
    private final Optional<StaticPods> statics;
    private final Thread relister;

    private Kubelet(KubeletOptions options, Deque<Closeable> closing) throws IOException {
        this.options = options;
        this.closing = closing;
        prepareDirectories(options.rootDir());
        KubernetesClient client = closing(client(options));
        Vertx vertx = vertx();
        this.runtime = closing(runtime(options));
        this.health = new RuntimeHealth(runtime);
        EventRecorder events = closing(new EventRecorder(client, options.nodeName()));
        String ip = options.nodeIp().orElseGet(Machine::address);
        Map<String, Quantity> capacity = Machine.capacity(options.rootDir(), options.maxPods());
        Map<String, Quantity> allocatable = Machine.allocatable(capacity, reserved(options), options.evictionHard());
        this.cluster = closing(new ClusterObjects(client, options.nodeName(), this::podUpdated, this::podRemoved));
        this.mirrors = closing(new MirrorPods(client, cluster::node, this::mirrorAppeared));
        this.workers = closing(workers(client, vertx, events, ip, allocatable));
        int port = options.port() < 0 ? 0 : serve(vertx, client, ip);
        this.node = closing(new NodeAgent(
                client,
                runtime,
                health,
                events,
                new NodeAgent.Settings(
                        options.nodeName(),
                        ip,
                        port,
                        VERSION,
                        options.nodeLabels(),
                        options.registerWithTaints(),
                        options.registerNode(),
                        capacity,
                        allocatable,
                        options.nodeStatusUpdateFrequency(),
                        options.nodeStatusReportFrequency()),
                Map::of));
        NodeLease lease = closing(new NodeLease(client, options.nodeName(), options.nodeLeaseDuration()));
        this.relister = Thread.ofVirtual().name("kubelet-relist").unstarted(this::relist);
        closing.push(relister::interrupt);
        this.statics = staticPods(options);
        health.check();
        node.start();
        lease.start();
        cluster.start();
        mirrors.start();
        statics.ifPresent(StaticPods::start);
        closing.push(runtime.watch(this::runtimeEvent));
        relister.start();
    }

    /**
     * Starts one.
     *
     * @throws IOException when the root directory or the port cannot be used
     */
    public static Kubelet start(KubeletOptions options) throws IOException {
        Deque<Closeable> parts = new ArrayDeque<>();
        Kubelet kubelet;
        try {
            kubelet = new Kubelet(options, parts);
        } catch (IOException | RuntimeException e) {
            closeAll(parts);
            throw e;
        }
        log.atInfo()
                .addKeyValue("node", options.nodeName())
                .addKeyValue("runtime", options.runtime())
                .log("kubelet runs");
        return kubelet;
    }

    private static void prepareDirectories(Path root) throws IOException {
        Files.createDirectories(root.resolve("pods"));
        Files.setPosixFilePermissions(root.resolve("pods"), PosixFilePermissions.fromString("rwxr-x---"));
    }

    private static KubernetesClient client(KubeletOptions options) {
        return new KubernetesClientBuilder()
                .withConfig(options.config())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    private Vertx vertx() {
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        closing.push(vertx::close);
        return vertx;
    }

    private static ContainerRuntime runtime(KubeletOptions options) {
        return switch (options.runtime()) {
            case DOCKER ->
                new DockerRuntime(
                        options.dockerHost(),
                        options.rootDir().toString(),
                        options.podCidr(),
                        options.containerLogMaxSize(),
                        options.containerLogMaxFiles());
            case SIMULATED -> new SimulatedRuntime(options.podCidr());
        };
    }

    private static Map<String, String> reserved(KubeletOptions options) {
        Map<String, String> reserved = new HashMap<>(options.systemReserved());
        options.kubeReserved()
                .forEach((name, amount) -> reserved.merge(
                        name,
                        amount,
                        (a, b) -> new Quantity(a).add(new Quantity(b)).toString()));
        return reserved;
    }

    private PodWorkers workers(
            KubernetesClient client, Vertx vertx, EventRecorder events, String ip, Map<String, Quantity> allocatable) {
        Path pods = options.rootDir().resolve("pods");
        ReferencedObjects objects = closing(new ReferencedObjects(client, this::podConcerned));
        ManagedFiles files = new ManagedFiles(
                pods,
                new ResolvConf(options.clusterDns(), options.clusterDomain(), options.resolvConf()),
                options.clusterDomain());
        PodVolumes volumes = runtime.simulated()
                ? PodVolumes.none()
                : new VolumeManager(pods, client, objects, new DownwardApi(allocatable, options.nodeName()), events);
        ContainerConfigFactory configs = new ContainerConfigFactory(
                objects,
                cluster::services,
                files,
                volumes,
                new ContainerConfigFactory.NodeFacts(
                        options.nodeName(),
                        allocatable,
                        Machine.memoryBytes(),
                        options.podPidsLimit(),
                        options.rootDir().resolve("seccomp"),
                        options.seccompDefault(),
                        !runtime.simulated()));
        ImagePuller images = new ImagePuller(runtime, events, objects);
        LifecycleHooks hooks = new LifecycleHooks(runtime);
        return PodWorkers.create(new PodWorkers.Parts(
                client,
                runtime,
                runtime.simulated() ? "simulated" : "docker",
                new ContainerStarter(runtime, images, configs, hooks, events),
                configs,
                pods,
                hooks,
                volumes,
                closing(new ProbeManager(runtime, vertx, events, this::podConcerned)),
                images,
                objects,
                new TerminationMessages(runtime, files),
                events,
                cluster::node,
                allocatable,
                List.of(ip),
                options.clusterDomain(),
                mirrors::apiObject));
    }

    /** Returns the port that it listens on. */
    private int serve(Vertx vertx, KubernetesClient client, String ip) throws IOException {
        return closing(KubeletServer.start(
                        vertx,
                        client,
                        workers,
                        runtime,
                        new KubeletServer.Settings(
                                options.nodeName(),
                                ip,
                                options.address(),
                                options.port(),
                                options.tlsCertFile(),
                                options.tlsPrivateKeyFile(),
                                options.clientCaFile(),
                                options.rootDir().resolve("pki"),
                                options.anonymousAuth(),
                                options.authorizationAlwaysAllow())))
                .port();
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.push(() -> {
            try {
                part.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        return part;
    }

    private void podUpdated(Pod pod) {
        if (PodFacts.isMirror(pod)) {
            mirrors.mirrorUpdated(pod);
        } else {
            workers.update(pod);
        }
    }

    private void podRemoved(Pod pod) {
        if (PodFacts.isMirror(pod)) {
            mirrors.mirrorRemoved(pod);
        } else {
            workers.remove(pod.getMetadata().getUid());
        }
    }

    private Optional<StaticPods> staticPods(KubeletOptions given) {
        return given.podManifestPath()
                .map(directory -> closing(new StaticPods(
                        directory,
                        given.nodeName(),
                        pod -> {
                            mirrors.staticUpdated(pod);
                            workers.update(pod);
                        },
                        pod -> {
                            mirrors.staticRemoved(pod);
                            workers.remove(pod.getMetadata().getUid());
                        })));
    }

    private void mirrorAppeared(String uid) {
        workers.rewriteStatus(uid);
    }

    private void podConcerned(String uid) {
        workers.wake(uid);
    }

    private void runtimeEvent(RuntimeEvent event) {
        workers.handle(event);
        if (!(event instanceof RuntimeEvent.PodChanged)) {
            node.refresh();
        }
    }

    /** Events are the rule; this finds what they have missed. */
    private void relist() {
        try {
            while (!cluster.podsKnown() || !statics.map(StaticPods::known).orElse(true)) {
                Thread.sleep(200);
            }
            while (true) {
                try {
                    workers.relist();
                } catch (ContainerRuntimeException e) {
                    log.atDebug().setCause(e).log("relist failed");
                }
                Thread.sleep(RELIST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closeAll(closing);
    }

    private static void closeAll(Deque<Closeable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (IOException | RuntimeException e) {
                log.atDebug().setCause(e).log("a part closed badly");
            }
        }
    }
}
