package dev.navarch.kubelet.volume;

import dev.navarch.kubelet.container.ContainerConfigException;
import dev.navarch.kubelet.container.DownwardApi;
import dev.navarch.kubelet.container.Expansion;
import dev.navarch.kubelet.event.EventRecorder;
import dev.navarch.kubelet.linux.Syscalls;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.object.ReferencedObjects;
import dev.navarch.kubelet.runtime.ContainerConfig.Mount;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Sets up the volumes that a pod's containers mount, keeps them up to date, and takes them away with the pod. */
public final class VolumeManager implements PodVolumes {
    private final Path podsDirectory;
    private final EventRecorder events;
    private final ServiceAccountTokens tokens;
    private final List<VolumeSetup> setups;
    /** By pod uid: volume name to what containers mount. */
    private final Map<String, Map<String, Path>> mounted = new ConcurrentHashMap<>();

    public VolumeManager(
            Path podsDirectory,
            KubernetesClient client,
            ReferencedObjects objects,
            DownwardApi downward,
            EventRecorder events) {
        this.podsDirectory = podsDirectory;
        this.events = events;
        this.tokens = new ServiceAccountTokens(client);
        ApiData data = new ApiData(objects, downward);
        this.setups = List.of(
                new EmptyDirVolume(),
                new HostPathVolume(),
                new ConfigMapVolume(data),
                new SecretVolume(data),
                new DownwardApiVolume(data),
                new ProjectedVolume(data, tokens),
                new ClaimVolume(client));
    }

    /** An event tells of each volume that is not to be had. */
    @Override
    public void setUp(Pod pod, List<String> podIps, List<String> hostIps) throws VolumeException {
        Set<String> used = PodFacts.allContainers(pod).stream()
                .flatMap(c -> c.getVolumeMounts().stream())
                .map(VolumeMount::getName)
                .collect(Collectors.toSet());
        Map<String, Path> paths = new HashMap<>();
        List<String> failed = new ArrayList<>();
        String firstError = "";
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (!used.contains(volume.getName())) {
                continue;
            }
            try {
                paths.put(volume.getName(), setUp(pod, volume, podIps, hostIps));
            } catch (VolumeException | IOException e) {
                failed.add(volume.getName());
                firstError = firstError.isEmpty() ? String.valueOf(e.getMessage()) : firstError;
                events.warning(
                        EventRecorder.about(pod),
                        "FailedMount",
                        "MountVolume.SetUp failed for volume \"" + volume.getName() + "\" : " + e.getMessage());
            }
        }
        mounted.put(pod.getMetadata().getUid(), paths);
        if (!failed.isEmpty()) {
            throw new VolumeException("unmounted volumes=[" + String.join(" ", failed) + "]: " + firstError);
        }
    }

    private Path setUp(Pod pod, Volume volume, List<String> podIps, List<String> hostIps)
            throws VolumeException, IOException {
        for (VolumeSetup setup : setups) {
            if (setup.handles(volume)) {
                Path directory = podsDirectory
                        .resolve(pod.getMetadata().getUid())
                        .resolve("volumes")
                        .resolve(setup.directoryName())
                        .resolve(volume.getName());
                return setup.setUp(new VolumeSetup.Context(pod, volume, directory, podIps, hostIps));
            }
        }
        throw new VolumeException("no volume plugin matched: this kubelet supports emptyDir, hostPath, configMap, "
                + "secret, downwardAPI, projected and claims of hostPath or local volumes");
    }

    @Override
    public List<Mount> mounts(Pod pod, Container container, Map<String, String> environment)
            throws ContainerConfigException {
        Map<String, Path> paths = mounted.getOrDefault(pod.getMetadata().getUid(), Map.of());
        List<Mount> mounts = new ArrayList<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path volume = paths.get(mount.getName());
            if (volume == null) {
                throw ContainerConfigException.config("cannot find volume \"" + mount.getName()
                        + "\" to mount into container \"" + container.getName() + "\"");
            }
            String source = source(volume, mount, environment).toString();
            boolean readOnly = Boolean.TRUE.equals(mount.getReadOnly());
            mounts.add(new Mount(source, absolute(mount.getMountPath()), readOnly, propagation(mount)));
        }
        return mounts;
    }

    private static String absolute(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Path source(Path volume, VolumeMount mount, Map<String, String> environment)
            throws ContainerConfigException {
        String subPath = mount.getSubPath() == null ? "" : mount.getSubPath();
        if (mount.getSubPathExpr() != null && !mount.getSubPathExpr().isEmpty()) {
            subPath = expand(mount.getSubPathExpr(), environment);
        }
        if (subPath.isEmpty()) {
            return volume;
        }
        try {
            return SubPaths.resolve(volume, subPath);
        } catch (VolumeException | IOException e) {
            throw ContainerConfigException.config(
                    "failed to prepare subPath for volumeMount \"" + mount.getName() + "\": " + e.getMessage());
        }
    }

    private static String expand(String expression, Map<String, String> environment) throws ContainerConfigException {
        List<String> missing = new ArrayList<>();
        String expanded = Expansion.expand(expression, name -> {
            String value = environment.get(name);
            if (value == null) {
                missing.add(name);
            }
            return value;
        });
        if (!missing.isEmpty()) {
            throw ContainerConfigException.config("missing value for \"" + missing.getFirst() + "\"");
        }
        return expanded;
    }

    private static String propagation(VolumeMount mount) {
        return switch (String.valueOf(mount.getMountPropagation())) {
            case "HostToContainer" -> "rslave";
            case "Bidirectional" -> "rshared";
            default -> "private";
        };
    }

    @Override
    public Optional<Instant> nextRefresh(String podUid) {
        return tokens.nextRefresh(podUid);
    }

    @Override
    public void tearDown(String podUid) throws IOException {
        Path directory = podsDirectory.resolve(podUid);
        for (Path mount : Tmpfs.mountsUnder(directory)) {
            Syscalls.unmount(mount);
        }
        AtomicWriter.deleteTree(directory);
        mounted.remove(podUid);
        tokens.forget(podUid);
    }
}
