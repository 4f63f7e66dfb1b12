package dev.navarch.kubelet.object;

import dev.navarch.kubelet.runtime.PodRef;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a Pod says about itself, read in one place. */
public final class PodFacts {
    public static final String CONFIG_SOURCE = "kubernetes.io/config.source";
    public static final String CONFIG_HASH = "kubernetes.io/config.hash";
    public static final String CONFIG_MIRROR = "kubernetes.io/config.mirror";
    public static final String CONFIG_SEEN = "kubernetes.io/config.seen";

    private PodFacts() {}

    public static PodRef ref(Pod pod) {
        return new PodRef(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid());
    }

    public static Map<String, String> annotations(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    public static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    /** Read from this machine, not from the API. */
    public static boolean isStatic(Pod pod) {
        String source = annotations(pod).get(CONFIG_SOURCE);
        return source != null && !source.equals("api");
    }

    /** The API's picture of a static pod. */
    public static boolean isMirror(Pod pod) {
        return annotations(pod).containsKey(CONFIG_MIRROR);
    }

    public static boolean isDeleted(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    public static boolean hasTerminalPhase(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    public static boolean hostNetwork(Pod pod) {
        return Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
    }

    public static String restartPolicy(Pod pod) {
        String policy = pod.getSpec().getRestartPolicy();
        return policy == null ? "Always" : policy;
    }

    /** An init container with restart policy Always: a sidecar. */
    public static boolean isSidecar(Container initContainer) {
        return "Always".equals(initContainer.getRestartPolicy());
    }

    public static long gracePeriodSeconds(Pod pod) {
        Long deletion = pod.getMetadata().getDeletionGracePeriodSeconds();
        if (deletion != null) {
            return deletion;
        }
        Long spec = pod.getSpec().getTerminationGracePeriodSeconds();
        return spec == null ? 30 : spec;
    }

    /** Ephemeral containers as ordinary ones; they have the same fields. */
    public static List<Container> ephemeralContainers(Pod pod) {
        List<Container> containers = new ArrayList<>();
        for (EphemeralContainer ephemeral : pod.getSpec().getEphemeralContainers()) {
            containers.add(asContainer(ephemeral));
        }
        return containers;
    }

    private static Container asContainer(EphemeralContainer c) {
        return new ContainerBuilder()
                .withName(c.getName())
                .withImage(c.getImage())
                .withCommand(c.getCommand())
                .withArgs(c.getArgs())
                .withWorkingDir(c.getWorkingDir())
                .withEnv(c.getEnv())
                .withEnvFrom(c.getEnvFrom())
                .withVolumeMounts(c.getVolumeMounts())
                .withImagePullPolicy(c.getImagePullPolicy())
                .withSecurityContext(c.getSecurityContext())
                .withStdin(c.getStdin())
                .withStdinOnce(c.getStdinOnce())
                .withTty(c.getTty())
                .withTerminationMessagePath(c.getTerminationMessagePath())
                .withTerminationMessagePolicy(c.getTerminationMessagePolicy())
                .build();
    }

    public static List<Container> allContainers(Pod pod) {
        List<Container> all = new ArrayList<>(pod.getSpec().getInitContainers());
        all.addAll(pod.getSpec().getContainers());
        all.addAll(ephemeralContainers(pod));
        return all;
    }

    public static Optional<Container> container(Pod pod, String name) {
        return allContainers(pod).stream().filter(c -> c.getName().equals(name)).findFirst();
    }

    /** As events about one container name it. */
    public static String fieldPath(Pod pod, String container) {
        if (pod.getSpec().getInitContainers().stream().anyMatch(c -> c.getName().equals(container))) {
            return "spec.initContainers{" + container + "}";
        }
        if (pod.getSpec().getEphemeralContainers().stream()
                .anyMatch(c -> c.getName().equals(container))) {
            return "spec.ephemeralContainers{" + container + "}";
        }
        return "spec.containers{" + container + "}";
    }
}
