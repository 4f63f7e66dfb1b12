package dev.navarch.controllers.scheduler.framework;

import dev.navarch.controllers.scheduler.resources.PodRequests;
import dev.navarch.controllers.scheduler.resources.Resource;
import dev.navarch.controllers.scheduler.resources.Resources;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pod with what scheduling asks about it again and again, computed once. Immutable; the pod must not be changed. */
public final class PodInfo {

    private final Pod pod;
    private final Resource requests;
    private final long nonZeroMilliCpu;
    private final long nonZeroMemory;
    private final List<ContainerPort> hostPorts;
    private final List<String> claims;
    private final List<AffinityTerm> requiredAffinity;
    private final List<AffinityTerm> requiredAntiAffinity;
    private final List<AffinityTerm.Weighted> preferredAffinity;
    private final List<AffinityTerm.Weighted> preferredAntiAffinity;
    private final @Nullable String parseError;

    public PodInfo(Pod pod) {
        this.pod = pod;
        this.requests = Resource.of(PodRequests.of(pod));
        Map<String, Long> nonZero = PodRequests.nonZero(pod);
        this.nonZeroMilliCpu = nonZero.getOrDefault(Resources.CPU, 0L);
        this.nonZeroMemory = nonZero.getOrDefault(Resources.MEMORY, 0L);
        this.hostPorts = hostPorts(pod);
        this.claims = claims(pod);
        List<AffinityTerm> affinity = List.of();
        List<AffinityTerm> antiAffinity = List.of();
        List<AffinityTerm.Weighted> preferred = List.of();
        List<AffinityTerm.Weighted> antiPreferred = List.of();
        String error = null;
        Affinity terms = pod.getSpec().getAffinity();
        if (terms != null) {
            try {
                if (terms.getPodAffinity() != null) {
                    affinity = required(terms.getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution());
                    preferred = weighted(terms.getPodAffinity().getPreferredDuringSchedulingIgnoredDuringExecution());
                }
                if (terms.getPodAntiAffinity() != null) {
                    antiAffinity =
                            required(terms.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution());
                    antiPreferred =
                            weighted(terms.getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution());
                }
            } catch (IllegalArgumentException e) {
                error = e.getMessage();
            }
        }
        this.requiredAffinity = affinity;
        this.requiredAntiAffinity = antiAffinity;
        this.preferredAffinity = preferred;
        this.preferredAntiAffinity = antiPreferred;
        this.parseError = error;
    }

    private List<AffinityTerm> required(@Nullable List<PodAffinityTerm> terms) {
        return terms == null
                ? List.of()
                : terms.stream().map(t -> AffinityTerm.of(pod, t)).toList();
    }

    private List<AffinityTerm.Weighted> weighted(@Nullable List<WeightedPodAffinityTerm> terms) {
        return terms == null
                ? List.of()
                : terms.stream()
                        .map(t -> new AffinityTerm.Weighted(
                                AffinityTerm.of(pod, t.getPodAffinityTerm()),
                                t.getWeight() == null ? 0 : t.getWeight()))
                        .toList();
    }

    private static List<ContainerPort> hostPorts(Pod pod) {
        List<ContainerPort> ports = new ArrayList<>(0);
        if (pod.getSpec().getInitContainers() != null) {
            for (Container container : pod.getSpec().getInitContainers()) {
                if ("Always".equals(container.getRestartPolicy())) {
                    addHostPorts(ports, container);
                }
            }
        }
        for (Container container : pod.getSpec().getContainers()) {
            addHostPorts(ports, container);
        }
        return List.copyOf(ports);
    }

    private static void addHostPorts(List<ContainerPort> to, Container container) {
        if (container.getPorts() != null) {
            for (ContainerPort port : container.getPorts()) {
                if (port.getHostPort() != null && port.getHostPort() > 0) {
                    to.add(port);
                }
            }
        }
    }

    private static List<String> claims(Pod pod) {
        if (pod.getSpec().getVolumes() == null) {
            return List.of();
        }
        String namespace = pod.getMetadata().getNamespace();
        List<String> claims = new ArrayList<>(0);
        for (var volume : pod.getSpec().getVolumes()) {
            if (volume.getPersistentVolumeClaim() != null) {
                claims.add(namespace + "/" + volume.getPersistentVolumeClaim().getClaimName());
            } else if (volume.getEphemeral() != null) {
                claims.add(namespace + "/" + pod.getMetadata().getName() + "-" + volume.getName());
            }
        }
        return List.copyOf(claims);
    }

    public Pod pod() {
        return pod;
    }

    public String uid() {
        return pod.getMetadata().getUid();
    }

    public String namespace() {
        return pod.getMetadata().getNamespace();
    }

    public String name() {
        return pod.getMetadata().getName();
    }

    /** {@code namespace/name}. */
    public String key() {
        return namespace() + "/" + name();
    }

    public int priority() {
        return priority(pod);
    }

    public static int priority(Pod pod) {
        Integer priority = pod.getSpec().getPriority();
        return priority == null ? 0 : priority;
    }

    /** The node that the pod is assigned to, or empty. */
    public static String nodeName(Pod pod) {
        String name = pod.getSpec().getNodeName();
        return name == null ? "" : name;
    }

    /** The node that preemption or a plugin reserved for the pod, or empty. */
    public static String nominatedNodeName(Pod pod) {
        String name = pod.getStatus() == null ? null : pod.getStatus().getNominatedNodeName();
        return name == null ? "" : name;
    }

    public Resource requests() {
        return requests;
    }

    public long nonZeroMilliCpu() {
        return nonZeroMilliCpu;
    }

    public long nonZeroMemory() {
        return nonZeroMemory;
    }

    /** Ports that the pod's long-running containers take on the node. */
    public List<ContainerPort> hostPorts() {
        return hostPorts;
    }

    /** {@code namespace/name} of the persistent volume claims that the pod mounts. */
    public List<String> claims() {
        return claims;
    }

    public List<AffinityTerm> requiredAffinity() {
        return requiredAffinity;
    }

    public List<AffinityTerm> requiredAntiAffinity() {
        return requiredAntiAffinity;
    }

    public List<AffinityTerm.Weighted> preferredAffinity() {
        return preferredAffinity;
    }

    public List<AffinityTerm.Weighted> preferredAntiAffinity() {
        return preferredAntiAffinity;
    }

    /** Whether the pod has affinity or anti-affinity to other pods, so that others must look at it. */
    public boolean hasAffinity() {
        Affinity affinity = pod.getSpec().getAffinity();
        return affinity != null && (affinity.getPodAffinity() != null || affinity.getPodAntiAffinity() != null);
    }

    /** Why the pod's affinity terms could not be understood. */
    public Optional<String> parseError() {
        return Optional.ofNullable(parseError);
    }

    @Override
    public String toString() {
        return key();
    }
}
