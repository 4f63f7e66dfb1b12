package dev.navarch.cli.cluster;

import dev.navarch.apiserver.ApiServer;
import dev.navarch.apiserver.ApiServerOptions;
import dev.navarch.apiserver.StorageChoice;
import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterSettings.RuntimeKind;
import dev.navarch.controllers.ControllerManager;
import dev.navarch.controllers.ControllerManagerOptions;
import dev.navarch.controllers.scheduler.Scheduler;
import dev.navarch.controllers.scheduler.SchedulerOptions;
import dev.navarch.crds.CustomResources;
import dev.navarch.kubelet.Kubelet;
import dev.navarch.kubelet.KubeletOptions;
import dev.navarch.proxy.ServiceProxy;
import dev.navarch.proxy.ServiceProxyOptions;
import dev.navarch.proxy.dns.ClusterDns;
import dev.navarch.proxy.dns.ClusterDnsOptions;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All components of a cluster in this process. They share nothing but the JVM: each has its own kubeconfig and speaks to
 * the API server over HTTPS. Closing ends them in the opposite order of their start.
 */
final class AllInOne implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AllInOne.class);
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);

    private final ClusterDirectory directory;
    private final ClusterSettings settings;
    private final StartSteps steps;
    private final ClusterCredentials credentials;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private AllInOne(ClusterDirectory directory, ClusterSettings settings, StartSteps steps) {
        this.directory = directory;
        this.settings = settings;
        this.steps = steps;
        this.credentials = credentials(directory, settings);
    }

    static ClusterCredentials credentials(ClusterDirectory directory, ClusterSettings settings) {
        return ClusterCredentials.open(directory.pki(), settings.serverUrl());
    }

    /** Starts everything; returns when the API server is ready and, unless it is alone, the node too. */
    static AllInOne start(ClusterDirectory directory, ClusterSettings settings, StartSteps steps) {
        AllInOne cluster = new AllInOne(directory, settings, steps);
        boolean done = false;
        try {
            cluster.startComponents();
            done = true;
            return cluster;
        } finally {
            if (!done) {
                cluster.close();
            }
        }
    }

    private void startComponents() {
        steps.run("API server on " + settings.storage() + " storage", this::startApiServer);
        if (settings.apiOnly()) {
            return;
        }
        steps.run("controllers and scheduler", this::startControllers);
        steps.run("kubelet on the " + settings.runtime() + " runtime, proxy and DNS", this::startNode);
        steps.run("node \"" + settings.nodeName() + "\" is Ready", this::awaitNode);
    }

    private void startApiServer() {
        ApiServerOptions.Builder options;
        try {
            credentials.apiServer(settings.kubernetesAddress(), List.of(HostAddress.own()));
            options = ApiServerOptions.builder(
                            credentials.file("apiserver.crt"),
                            credentials.file("apiserver.key"),
                            credentials.file("sa.key"))
                    .securePort(settings.port())
                    .clientCaFile(credentials.file("ca.crt"))
                    .requestHeader(credentials.file("front-proxy-ca.crt"), List.of("front-proxy-client"))
                    .proxyClient(credentials.file("front-proxy-client.crt"), credentials.file("front-proxy-client.key"))
                    .kubeletClient(
                            credentials.file("apiserver-kubelet-client.crt"),
                            credentials.file("apiserver-kubelet-client.key"))
                    .enableBootstrapTokenAuth(true)
                    .serviceClusterIpRanges(List.of(settings.serviceCidr()))
                    .storage(storage());
            ApiServer server = keep(ApiServer.start(options.build()));
            keep(CustomResources.start(server));
            server.ready().get(READY_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (BindException e) {
            throw new CommandException("port " + settings.port() + " is in use; choose another with --port", e);
        } catch (IOException e) {
            throw new CommandException("the API server does not start: " + ClusterDirectory.reason(e), e);
        } catch (ExecutionException e) {
            throw new CommandException("the API server does not get ready: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new CommandException("the API server is not ready after " + READY_TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private StorageChoice storage() {
        return switch (settings.storage()) {
            case memory -> new StorageChoice.Memory();
            case embedded -> new StorageChoice.Embedded(directory.store());
            case etcd ->
                new StorageChoice.Etcd(
                        settings.etcdServers().stream().map(URI::create).toList(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "/registry",
                        Duration.ofMinutes(5));
        };
    }

    private void startControllers() {
        keep(ControllerManager.start(ControllerManagerOptions.builder(client(credentials.controllerManager()))
                .leaderElect(false)
                .useServiceAccountCredentials(true)
                .clusterCidrs(List.of(settings.podCidr()))
                .serviceCidrs(List.of(settings.serviceCidr()))
                .rootCa(credentials.pki().clusterAuthority().certificatePem())
                .serviceAccountKey(read(credentials.file("sa.key")))
                .clusterSigning(read(credentials.file("ca.crt")), read(credentials.file("ca.key")))
                .build()));
        keep(Scheduler.start(SchedulerOptions.of(client(credentials.scheduler()))));
    }

    private void startNode() {
        try {
            credentials.kubeletServing(settings.nodeName(), List.of("127.0.0.1", "localhost"));
            keep(Kubelet.start(KubeletOptions.builder(
                            settings.nodeName(),
                            client(credentials.kubelet(settings.nodeName())),
                            directory.kubelet().toAbsolutePath())
                    .runtime(
                            settings.runtime() == RuntimeKind.docker
                                    ? dev.navarch.kubelet.RuntimeKind.DOCKER
                                    : dev.navarch.kubelet.RuntimeKind.SIMULATED)
                    .dockerHost(NodePrerequisites.dockerHost())
                    .servingCertificate(credentials.file("kubelet.crt"), credentials.file("kubelet.key"))
                    .clientCaFile(credentials.file("ca.crt"))
                    .clusterDns(List.of(settings.dnsAddress()))
                    .podCidr(settings.nodePodCidr())
                    .port(settings.kubeletPort())
                    .build()));
        } catch (IOException e) {
            throw new CommandException("the kubelet does not start: " + ClusterDirectory.reason(e), e);
        }
        if (settings.runtime() == RuntimeKind.docker) {
            keep(ServiceProxy.start(new ServiceProxyOptions(
                    client(credentials.proxy()),
                    settings.nodeName(),
                    ServiceProxyOptions.Mode.AUTO,
                    List.of(settings.podCidr()),
                    settings.nftTable(),
                    0)));
            startDns();
        }
    }

    /** Answers at the machine's own address, where the Service kube-dns leads; the port is out of other servers' way. */
    private void startDns() {
        try {
            InetAddress own = InetAddress.getByName(HostAddress.own());
            if (own.isLoopbackAddress()) {
                log.warn("this machine has no address but loopback: pods have no cluster DNS");
                return;
            }
            ClusterDnsRole.grant(client(credentials.adminKubeconfig(settings.contextName())));
            InetSocketAddress listen = new InetSocketAddress(own, settings.dnsPort());
            keep(ClusterDns.start(ClusterDnsOptions.of(client(credentials.dns()), listen)
                    .withService(new ClusterDnsOptions.DnsService(settings.dnsAddress(), own, settings.nodeName()))));
        } catch (IOException e) {
            throw new CommandException("cluster DNS does not start: " + ClusterDirectory.reason(e), e);
        }
    }

    private void awaitNode() {
        NodeReadiness.await(
                client(credentials.adminKubeconfig(settings.contextName())), settings.nodeName(), READY_TIMEOUT);
    }

    private static Config client(Path kubeconfig) {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + ClusterDirectory.reason(e), e);
        }
    }

    private <T extends AutoCloseable> T keep(T component) {
        running.push(component);
        return component;
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            AutoCloseable component = running.pop();
            try {
                component.close();
            } catch (Exception e) {
                log.warn("{} did not close", component.getClass().getSimpleName(), e);
            }
        }
    }
}
