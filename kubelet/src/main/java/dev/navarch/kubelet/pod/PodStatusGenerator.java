package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.object.QosClass;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The whole PodStatus, from the pod, the runtime's state, and what was said last. */
final class PodStatusGenerator {

    /** What the probes know, for {@code ready} and {@code started}. */
    interface Readiness {
        boolean started(Pod pod, Container container, ContainerStatus status);

        boolean ready(Pod pod, Container container, ContainerStatus status);
    }

    /** A verdict from outside the containers: the pod is over. */
    record Verdict(String reason, String message) {}

    private final Readiness readiness;
    private final StartFailures failures;
    private final String runtimeName;
    private final Function<Pod, List<String>> hostIps;
    private final ResourceFigures figures;

    PodStatusGenerator(
            Readiness readiness,
            StartFailures failures,
            String runtimeName,
            Function<Pod, List<String>> hostIps,
            ResourceFigures figures) {
        this.readiness = readiness;
        this.failures = failures;
        this.runtimeName = runtimeName;
        this.hostIps = hostIps;
        this.figures = figures;
    }

    /**
     * The status to report now.
     *
     * @param pod with the resources that it has been given
     * @param terminal no container will be started again
     * @param resizing the conditions that tell of a resize
     */
    PodStatus generate(
            Pod pod,
            PodRuntimeStatus runtime,
            PodStatus before,
            boolean terminal,
            Optional<Verdict> verdict,
            List<PodCondition> resizing) {
        ContainerStatuses containers = new ContainerStatuses(pod, runtime, failures, runtimeName, figures);
        List<ContainerStatus> init = containers.init(before.getInitContainerStatuses());
        List<ContainerStatus> regular = containers.regular(before.getContainerStatuses());
        List<ContainerStatus> ephemeral = containers.ephemeral(before.getEphemeralContainerStatuses());
        markReadiness(pod, init, regular);
        List<ContainerStatus> all = new ArrayList<>(init);
        all.addAll(regular);

        PodStatus status = new PodStatus();
        status.setPhase(phase(pod, runtime, before, terminal, verdict, all));
        keepReason(status, before, pod, verdict);
        status.setQosClass(before.getQosClass() == null ? QosClass.of(pod).name() : before.getQosClass());
        status.setStartTime(
                before.getStartTime() == null ? ContainerStatuses.time(Instant.now()) : before.getStartTime());
        status.setObservedGeneration(pod.getMetadata().getGeneration());
        status.setInitContainerStatuses(init);
        status.setContainerStatuses(regular);
        status.setEphemeralContainerStatuses(ephemeral);
        status.setNominatedNodeName(before.getNominatedNodeName());
        addresses(pod, runtime, before, status);
        status.setConditions(PodConditions.of(
                pod,
                status.getPhase(),
                all,
                !PodActionPlanner.sandboxChanged(pod, runtime),
                resizing,
                conditions(pod, before),
                ContainerStatuses.time(Instant.now())));
        return status;
    }

    /** Ours from what we said last; everybody else's from the API, which is newer. */
    private static List<PodCondition> conditions(Pod pod, PodStatus before) {
        List<PodCondition> conditions = new ArrayList<>();
        if (pod.getStatus() != null) {
            pod.getStatus().getConditions().stream()
                    .filter(c -> !PodConditions.ownedByKubelet(c.getType()))
                    .forEach(conditions::add);
        }
        before.getConditions().stream()
                .filter(c -> PodConditions.ownedByKubelet(c.getType()))
                .forEach(conditions::add);
        return conditions;
    }

    private void markReadiness(Pod pod, List<ContainerStatus> init, List<ContainerStatus> regular) {
        for (ContainerStatus status : regular) {
            mark(pod, status);
        }
        for (ContainerStatus status : init) {
            Optional<Container> container = PodFacts.container(pod, status.getName());
            if (container.isPresent() && PodFacts.isSidecar(container.get())) {
                mark(pod, status);
            } else {
                status.setReady(status.getState().getTerminated() != null
                        && status.getState().getTerminated().getExitCode() == 0);
                status.setStarted(status.getState().getRunning() != null);
            }
        }
    }

    private void mark(Pod pod, ContainerStatus status) {
        Container container = PodFacts.container(pod, status.getName()).orElseThrow();
        boolean started = status.getState().getRunning() != null && readiness.started(pod, container, status);
        status.setStarted(started);
        status.setReady(started && readiness.ready(pod, container, status));
    }

    private static String phase(
            Pod pod,
            PodRuntimeStatus runtime,
            PodStatus before,
            boolean terminal,
            Optional<Verdict> verdict,
            List<ContainerStatus> all) {
        String api = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        if (isTerminal(api)) {
            return String.valueOf(api);
        }
        if (verdict.isPresent()) {
            return "Failed";
        }
        String phase = PodPhases.phase(pod, all, runtime, terminal);
        return !isTerminal(phase) && isTerminal(before.getPhase()) ? before.getPhase() : phase;
    }

    static boolean isTerminal(@Nullable String phase) {
        return "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    private static void keepReason(PodStatus status, PodStatus before, Pod pod, Optional<Verdict> verdict) {
        if (verdict.isPresent() && status.getPhase().equals("Failed")) {
            status.setReason(verdict.get().reason());
            status.setMessage(verdict.get().message());
        } else if (status.getPhase().equals(before.getPhase())) {
            PodStatus api = pod.getStatus() == null ? new PodStatusBuilder().build() : pod.getStatus();
            status.setReason(before.getReason() == null ? api.getReason() : before.getReason());
            status.setMessage(before.getMessage() == null ? api.getMessage() : before.getMessage());
        }
    }

    private void addresses(Pod pod, PodRuntimeStatus runtime, PodStatus before, PodStatus status) {
        List<String> host = hostIps.apply(pod);
        if (!host.isEmpty()) {
            status.setHostIP(host.getFirst());
            status.setHostIPs(host.stream().map(HostIP::new).toList());
        }
        List<String> ips = PodFacts.hostNetwork(pod) ? host : runtime.ips();
        if (ips.isEmpty() && !before.getPodIPs().isEmpty()) {
            // Until there is another, the last address stays: endpoints of a terminating pod need it.
            status.setPodIP(before.getPodIP());
            status.setPodIPs(before.getPodIPs());
        } else if (!ips.isEmpty()) {
            status.setPodIP(ips.getFirst());
            status.setPodIPs(ips.stream().map(PodIP::new).toList());
        }
    }
}
