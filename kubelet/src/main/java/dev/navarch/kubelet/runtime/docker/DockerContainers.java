package dev.navarch.kubelet.runtime.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.navarch.kubelet.runtime.ContainerConfig;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.RuntimeContainer.State;
import java.io.Serial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates one container to Docker's terms and back. */
final class DockerContainers {
    /** Exit code that upstream shows for a container whose process could not be started. */
    private static final int START_ERROR = 128;

    private static final long UNLIMITED = -1;
    /** The kernel's own greatest limit; Docker cannot take a limit away. */
    private static final long NO_MEMORY_LIMIT = Long.MAX_VALUE / 4096 * 4096;

    private final DockerClient docker;
    private final DockerImages images;
    private final String owner;
    private final LogConfig logs;

    DockerContainers(DockerClient docker, DockerImages images, String owner, String logMaxSize, int logMaxFiles) {
        this.docker = docker;
        this.images = images;
        this.owner = owner;
        this.logs = new LogConfig(
                LogConfig.LoggingType.JSON_FILE,
                Map.of("max-size", logMaxSize, "max-file", Integer.toString(logMaxFiles)));
    }

    String create(ContainerConfig config) {
        String name = DockerLabels.containerName(config.name(), config.pod(), config.attempt());
        Map<String, String> labels =
                DockerLabels.of(owner, config.pod(), config.name(), DockerLabels.TYPE_CONTAINER, config.attempt());
        labels.put(DockerLabels.HASH, config.hash());
        labels.put(DockerLabels.SANDBOX_ID, config.sandboxId());
        labels.putAll(config.labels());
        CreateContainerCmd command = docker.createContainerCmd(config.image())
                .withName(name)
                .withLabels(labels)
                .withEnv(config.env())
                .withStdinOpen(config.stdin())
                .withStdInOnce(config.stdinOnce())
                .withTty(config.tty())
                .withHostConfig(hostConfig(config));
        if (!config.command().isEmpty()) {
            command.withEntrypoint(config.command());
        }
        if (!config.args().isEmpty()) {
            command.withCmd(config.args());
        }
        if (!config.workingDir().isEmpty()) {
            command.withWorkingDir(config.workingDir());
        }
        if (!config.security().user().isEmpty()) {
            command.withUser(config.security().user());
        }
        if (!config.stopSignal().isEmpty()) {
            command.withStopSignal(config.stopSignal());
        }
        try {
            return command.exec().getId();
        } catch (ConflictException leftover) {
            docker.removeContainerCmd(name).withForce(true).exec();
            return command.exec().getId();
        }
    }

    private HostConfig hostConfig(ContainerConfig config) {
        ContainerConfig.Security security = config.security();
        String sandbox = "container:" + config.sandboxId();
        HostConfig host = security.unmaskedProc() ? new UnmaskedHostConfig() : new HostConfig();
        host.withNetworkMode(sandbox)
                .withIpcMode(security.hostIpc() ? "host" : sandbox)
                .withMounts(
                        config.mounts().stream().map(DockerContainers::mount).toList())
                .withPrivileged(security.privileged())
                .withReadonlyRootfs(security.readOnlyRootFilesystem())
                .withCapAdd(capabilities(security.addCapabilities()))
                .withCapDrop(capabilities(security.dropCapabilities()))
                .withSecurityOpts(securityOptions(security))
                .withGroupAdd(security.supplementalGroups().stream()
                        .map(String::valueOf)
                        .toList())
                .withLogConfig(logs);
        switch (security.pidNamespace()) {
            case "container" -> {}
            case "node" -> host.withPidMode("host");
            case "pod" -> host.withPidMode(sandbox);
            default -> host.withPidMode("container:" + security.pidNamespace());
        }
        limit(host, config.resources());
        return host;
    }

    private static void limit(HostConfig host, ContainerConfig.Resources resources) {
        host.withOomScoreAdj(OomScore.attainable(resources.oomScoreAdj()));
        if (resources.cpuShares() > 0) {
            host.withCpuShares((int) resources.cpuShares());
        }
        if (resources.cpuQuota() > 0) {
            host.withCpuPeriod(resources.cpuPeriod()).withCpuQuota(resources.cpuQuota());
        }
        if (resources.memoryBytes() > 0) {
            host.withMemory(resources.memoryBytes()).withMemorySwap(resources.memoryBytes());
        }
        if (resources.pidsLimit() > 0) {
            host.withPidsLimit(resources.pidsLimit());
        }
    }

    private static Mount mount(ContainerConfig.Mount mount) {
        BindPropagation propagation = switch (mount.propagation()) {
            case "rslave" -> BindPropagation.R_SLAVE;
            case "rshared" -> BindPropagation.R_SHARED;
            default -> BindPropagation.R_PRIVATE;
        };
        return new Mount()
                .withType(MountType.BIND)
                .withSource(mount.hostPath())
                .withTarget(mount.containerPath())
                .withReadOnly(mount.readOnly())
                .withBindOptions(new BindOptions().withPropagation(propagation));
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .map(name -> Capability.valueOf(name.startsWith("CAP_") ? name.substring(4) : name))
                .toArray(Capability[]::new);
    }

    private static List<String> securityOptions(ContainerConfig.Security security) {
        List<String> options = new ArrayList<>();
        if (security.noNewPrivileges()) {
            options.add("no-new-privileges");
        }
        if (!security.seccomp().equals("runtime/default")) {
            options.add("seccomp=" + security.seccomp());
        }
        String apparmor = security.apparmor();
        if (apparmor != null && !apparmor.equals("runtime/default")) {
            options.add("apparmor=" + apparmor);
        }
        return options;
    }

    RuntimeContainer status(InspectContainerResponse container) {
        Map<String, String> labels = container.getConfig().getLabels();
        ContainerState state = container.getState();
        String error = state.getError() == null ? "" : state.getError();
        boolean startFailed = "created".equals(state.getStatus()) && !error.isEmpty();
        Instant created = Instant.parse(container.getCreated());
        Instant started = time(state.getStartedAt());
        Instant finished = time(state.getFinishedAt());
        long code = state.getExitCodeLong() == null ? 0 : state.getExitCodeLong();
        State lifecycle = state(state, startFailed);
        if (startFailed) {
            started = Instant.EPOCH;
            finished = created;
            code = START_ERROR;
        }
        return new RuntimeContainer(
                container.getId(),
                labels.getOrDefault(DockerLabels.CONTAINER_NAME, ""),
                DockerLabels.attempt(labels),
                labels.getOrDefault(DockerLabels.HASH, ""),
                lifecycle,
                created,
                lifecycle == State.CREATED ? null : started,
                lifecycle == State.EXITED ? finished : null,
                lifecycle == State.EXITED ? (int) code : 0,
                lifecycle == State.EXITED ? reason(state, code, startFailed) : "",
                lifecycle == State.EXITED ? error : "",
                images.name(container),
                images.reference(container.getImageId()),
                resources(container.getHostConfig()),
                labels);
    }

    private static ContainerConfig.Resources resources(@Nullable HostConfig host) {
        if (host == null) {
            return new ContainerConfig.Resources(0, 0, 0, 0, 0, 0);
        }
        long memory = figure(host.getMemory());
        return new ContainerConfig.Resources(
                figure(host.getCpuShares()),
                figure(host.getCpuPeriod()),
                figure(host.getCpuQuota()),
                memory == NO_MEMORY_LIMIT ? 0 : memory,
                host.getOomScoreAdj() == null ? 0 : host.getOomScoreAdj(),
                figure(host.getPidsLimit()));
    }

    /** Docker writes what is not limited as zero, as -1 or not at all. */
    private static long figure(@Nullable Number number) {
        return number == null ? 0 : Math.max(0, number.longValue());
    }

    /** Names only what changes: some figures Docker refuses even where they say what holds already. */
    void update(String id, ContainerConfig.Resources resources) {
        ContainerConfig.Resources has =
                resources(docker.inspectContainerCmd(id).exec().getHostConfig());
        UpdateContainerCmd command = docker.updateContainerCmd(id);
        if (resources.cpuShares() != has.cpuShares()) {
            command.withCpuShares((int) resources.cpuShares());
        }
        if (resources.cpuQuota() != has.cpuQuota()) {
            command.withCpuPeriod(resources.cpuPeriod())
                    .withCpuQuota(resources.cpuQuota() > 0 ? resources.cpuQuota() : UNLIMITED);
        }
        if (resources.memoryBytes() != has.memoryBytes()) {
            long memory = resources.memoryBytes() > 0 ? resources.memoryBytes() : NO_MEMORY_LIMIT;
            command.withMemory(memory).withMemorySwap(memory);
        }
        var _ = command.exec();
    }

    private static State state(ContainerState state, boolean startFailed) {
        if (Boolean.TRUE.equals(state.getRunning())) {
            return State.RUNNING;
        }
        return "created".equals(state.getStatus()) && !startFailed ? State.CREATED : State.EXITED;
    }

    private static String reason(ContainerState state, long code, boolean startFailed) {
        if (startFailed) {
            return "StartError";
        }
        if (Boolean.TRUE.equals(state.getOOMKilled()) && code != 0) {
            return "OOMKilled";
        }
        return code == 0 ? "Completed" : "Error";
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null || text.isEmpty() || text.startsWith("0001") ? null : Instant.parse(text);
    }

    /** procMount Unmasked: Docker's API can say it, docker-java's model cannot. */
    private static final class UnmaskedHostConfig extends HostConfig {
        @Serial
        private static final long serialVersionUID = 1;

        @JsonProperty("MaskedPaths")
        List<String> maskedPaths() {
            return List.of();
        }

        @JsonProperty("ReadonlyPaths")
        List<String> readonlyPaths() {
            return List.of();
        }
    }
}
