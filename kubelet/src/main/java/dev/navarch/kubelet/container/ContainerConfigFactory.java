package dev.navarch.kubelet.container;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.object.ReferencedObjects;
import dev.navarch.kubelet.runtime.ContainerConfig;
import dev.navarch.kubelet.runtime.ContainerConfig.Mount;
import dev.navarch.kubelet.runtime.ImageStatus;
import dev.navarch.kubelet.runtime.SandboxStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything that the runtime must know to create one container. */
public final class ContainerConfigFactory {
    /** Labels that let a later kubelet read a termination message as this one would. */
    static final String MESSAGE_POLICY = "io.kubernetes.container.terminationMessagePolicy";

    static final String IMAGE = "io.kubernetes.container.image";

    /** Whether the container is meant to end by itself; only a simulated runtime cares. */
    public static final String RUNS_TO_COMPLETION = "dev.navarch.runs-to-completion";

    private final Environment environment;
    private final ManagedFiles files;
    private final MountSource volumes;
    private final SecuritySettings security;
    private final ResourceSettings resources;
    private final boolean writesFiles;

    /**
     * Reads from what it is given, keeps nothing.
     *
     * @param node what of the machine matters to containers
     */
    public ContainerConfigFactory(
            ReferencedObjects objects,
            Supplier<List<Service>> services,
            ManagedFiles files,
            MountSource volumes,
            NodeFacts node) {
        this.environment = new Environment(objects, services, new DownwardApi(node.allocatable(), node.name()));
        this.files = files;
        this.volumes = volumes;
        this.security = new SecuritySettings(node.seccompProfiles(), node.seccompDefault());
        this.resources = new ResourceSettings(node.memoryBytes(), node.podPidsLimit());
        this.writesFiles = node.writesFiles();
    }

    /** What of the machine and the kubelet's flags matters to containers. */
    public record NodeFacts(
            String name,
            Map<String, Quantity> allocatable,
            long memoryBytes,
            long podPidsLimit,
            Path seccompProfiles,
            boolean seccompDefault,
            boolean writesFiles) {

        public NodeFacts {
            allocatable = Map.copyOf(allocatable);
        }
    }

    /** One start of a container. */
    public record Start(
            Pod pod,
            Container container,
            int attempt,
            String hash,
            SandboxStatus sandbox,
            List<String> podIps,
            List<String> hostIps,
            Optional<String> targetContainer) {}

    ContainerConfig create(Start start, ImageStatus image) throws ContainerConfigException {
        Pod pod = start.pod();
        Container container = start.container();
        Map<String, String> env = environment.of(pod, container, start.podIps(), start.hostIps());
        List<Mount> mounts = new ArrayList<>(volumes.mounts(pod, container, env));
        try {
            if (writesFiles) {
                files.writeShared(pod, start.podIps());
                mounts.addAll(files.mounts(pod, container, start.attempt()));
            }
        } catch (IOException e) {
            throw ContainerConfigException.config("cannot write the pod's files: " + e.getMessage());
        }
        return new ContainerConfig(
                PodFacts.ref(pod),
                start.sandbox().id(),
                container.getName(),
                start.attempt(),
                start.hash(),
                image.id(),
                expand(container.getCommand(), env),
                expand(container.getArgs(), env),
                env.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList(),
                container.getWorkingDir() == null ? "" : container.getWorkingDir(),
                mounts,
                Boolean.TRUE.equals(container.getStdin()),
                Boolean.TRUE.equals(container.getStdinOnce()),
                Boolean.TRUE.equals(container.getTty()),
                resources.of(pod, container),
                security.of(pod, container, image, start.targetContainer()),
                stopSignal(container),
                labels(pod, container));
    }

    /** The limits that a container of the pod runs under. */
    public ContainerConfig.Resources resources(Pod pod, Container container) {
        return resources.of(pod, container);
    }

    private static List<String> expand(List<String> words, Map<String, String> env) {
        return words.stream().map(w -> Expansion.expand(w, env::get)).toList();
    }

    private static String stopSignal(Container container) {
        String signal = container.getLifecycle() == null
                ? null
                : container.getLifecycle().getStopSignal();
        return signal == null ? "" : signal;
    }

    private static Map<String, String> labels(Pod pod, Container container) {
        Map<String, String> labels = new HashMap<>();
        labels.put(IMAGE, container.getImage());
        String policy = container.getTerminationMessagePolicy();
        labels.put(MESSAGE_POLICY, policy == null ? "File" : policy);
        boolean init = pod.getSpec().getInitContainers().stream()
                .anyMatch(c -> c.getName().equals(container.getName()) && !PodFacts.isSidecar(c));
        boolean completes = init || !PodFacts.restartPolicy(pod).equals("Always");
        labels.put(RUNS_TO_COMPLETION, Boolean.toString(completes));
        return labels;
    }
}
