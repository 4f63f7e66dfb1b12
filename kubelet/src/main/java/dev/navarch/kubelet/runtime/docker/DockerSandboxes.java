package dev.navarch.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.Ports;
import dev.navarch.kubelet.runtime.SandboxConfig;
import dev.navarch.kubelet.runtime.SandboxStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A pod's sandbox: the pause container that owns network, IPC and hostname. */
final class DockerSandboxes {
    /** Upstream's: the last to be killed when memory runs out. */
    private static final int OOM_SCORE_ADJ = -998;

    private static final long CPU_SHARES = 2;

    private final DockerClient docker;
    private final String owner;
    private final PodNetwork network;
    private final PauseImage image;

    DockerSandboxes(DockerClient docker, String owner, PodNetwork network, PauseImage image) {
        this.docker = docker;
        this.owner = owner;
        this.network = network;
        this.image = image;
    }

    SandboxStatus run(SandboxConfig config) throws IOException {
        if (!config.hostNetwork()) {
            network.ensure();
        }
        String id = create(config);
        try {
            docker.startContainerCmd(id).exec();
        } catch (RuntimeException e) {
            docker.removeContainerCmd(id).withForce(true).exec();
            throw e;
        }
        if (!config.hostNetwork()) {
            network.allowHairpin();
        }
        return status(docker.inspectContainerCmd(id).exec());
    }

    private String create(SandboxConfig config) {
        String name = DockerLabels.containerName("POD", config.pod(), config.attempt());
        CreateContainerCmd command = docker.createContainerCmd(PauseImage.NAME)
                .withName(name)
                .withEntrypoint("/pause")
                .withLabels(DockerLabels.of(owner, config.pod(), "POD", DockerLabels.TYPE_SANDBOX, config.attempt()))
                .withHostConfig(hostConfig(config));
        if (!config.hostNetwork()) {
            command.withHostName(config.hostname());
            command.withExposedPorts(
                    config.hostPorts().stream().map(DockerSandboxes::exposed).toList());
        }
        image.ensure();
        try {
            return command.exec().getId();
        } catch (ConflictException leftover) {
            docker.removeContainerCmd(name).withForce(true).exec();
            return command.exec().getId();
        }
    }

    private HostConfig hostConfig(SandboxConfig config) {
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode(config.hostNetwork() ? "host" : network.name())
                .withIpcMode(config.hostIpc() ? "host" : "shareable")
                .withOomScoreAdj(OomScore.attainable(OOM_SCORE_ADJ))
                .withCpuShares((int) CPU_SHARES)
                .withReadonlyRootfs(true)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withSysctls(config.sysctls());
        if (config.hostPid()) {
            host.withPidMode("host");
        }
        if (!config.hostNetwork()) {
            host.withPortBindings(bindings(config));
        }
        return host;
    }

    private static Ports bindings(SandboxConfig config) {
        Ports ports = new Ports();
        for (SandboxConfig.HostPort port : config.hostPorts()) {
            String port_ = Integer.toString(port.hostPort());
            ports.bind(exposed(port), new Ports.Binding(port.hostIp().isEmpty() ? null : port.hostIp(), port_));
        }
        return ports;
    }

    private static ExposedPort exposed(SandboxConfig.HostPort port) {
        return new ExposedPort(
                port.containerPort(), InternetProtocol.parse(port.protocol().toLowerCase(Locale.ROOT)));
    }

    SandboxStatus status(InspectContainerResponse container) {
        Map<String, String> labels = container.getConfig().getLabels();
        boolean running = Boolean.TRUE.equals(container.getState().getRunning());
        boolean host = "host".equals(container.getHostConfig().getNetworkMode());
        List<String> ips = new ArrayList<>();
        if (running && !host) {
            container.getNetworkSettings().getNetworks().values().forEach(n -> {
                add(ips, n.getIpAddress());
                add(ips, n.getGlobalIPv6Address());
            });
        }
        return new SandboxStatus(
                container.getId(),
                DockerLabels.pod(labels),
                DockerLabels.attempt(labels),
                running,
                host,
                Instant.parse(container.getCreated()),
                ips);
    }

    private static void add(List<String> ips, @org.jspecify.annotations.Nullable String ip) {
        if (ip != null && !ip.isEmpty()) {
            ips.add(ip);
        }
    }
}
