package dev.navarch.controllers.scheduler.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pod requests in all (KEP-753 sidecars, KEP-1287 resize in place, KEP-2837 pod-level resources): the sum of its
 * containers and sidecars, at least what its init containers need one after the other, replaced by pod-level requests
 * where there are any, plus overhead. For a pod that is being resized the larger of wanted, allocated and actual counts.
 */
public final class PodRequests {

    /** What scoring assumes for a container that requests no cpu, in thousandths of a core. */
    public static final long DEFAULT_MILLI_CPU = 100;

    /** What scoring assumes for a container that requests no memory, in bytes. */
    public static final long DEFAULT_MEMORY = 200L * 1024 * 1024;

    private static final Map<String, Long> DEFAULTS =
            Map.of(Resources.CPU, DEFAULT_MILLI_CPU, Resources.MEMORY, DEFAULT_MEMORY);

    private final Pod pod;
    private final Map<String, Long> missing;

    private PodRequests(Pod pod, Map<String, Long> missing) {
        this.pod = pod;
        this.missing = missing;
    }

    /** Requests as written. */
    public static Map<String, Long> of(Pod pod) {
        return new PodRequests(pod, Map.of()).total();
    }

    /**
     * Requests as a node counts them for scoring: with the default for cpu and memory in each container that names none.
     * Under pod-level requests a default applies only to what nothing in the pod names.
     */
    public static Map<String, Long> nonZero(Pod pod) {
        if (podLevelRequests(pod) == null) {
            return scored(pod);
        }
        Map<String, Long> missing = new HashMap<>(DEFAULTS);
        missing.keySet().removeAll(of(pod).keySet());
        return new PodRequests(pod, missing).total();
    }

    /** Requests as scoring counts them for the pod that is to be placed; the defaults apply to each container. */
    public static Map<String, Long> scored(Pod pod) {
        return new PodRequests(pod, DEFAULTS).total();
    }

    private Map<String, Long> total() {
        Map<String, Long> total = new HashMap<>();
        for (Container container : pod.getSpec().getContainers()) {
            addAll(total, effective(container, statusOf(container, containerStatuses())));
        }
        addInitContainers(total);
        replaceByPodLevel(total);
        addAll(total, amounts(pod.getSpec().getOverhead()));
        return total;
    }

    private void addInitContainers(Map<String, Long> total) {
        List<Container> containers = pod.getSpec().getInitContainers();
        if (containers == null || containers.isEmpty()) {
            return;
        }
        Map<String, Long> sidecars = new HashMap<>();
        Map<String, Long> peak = new HashMap<>();
        for (Container container : containers) {
            if ("Always".equals(container.getRestartPolicy())) {
                Map<String, Long> requests = effective(container, statusOf(container, initContainerStatuses()));
                addAll(total, requests);
                addAll(sidecars, requests);
                maxAll(peak, sidecars);
            } else {
                Map<String, Long> requests = effective(container, null);
                addAll(requests, sidecars);
                maxAll(peak, requests);
            }
        }
        maxAll(total, peak);
    }

    private void replaceByPodLevel(Map<String, Long> total) {
        Map<String, Quantity> podLevel = podLevelRequests(pod);
        if (podLevel == null) {
            return;
        }
        var status = pod.getStatus();
        Map<String, Long> effective = amounts(podLevel);
        if (status != null && status.getResources() != null) {
            effective = largest(podLevel, status.getResources().getRequests(), status.getAllocatedResources());
        }
        for (String name : podLevel.keySet()) {
            if (Resources.isPodLevel(name)) {
                total.put(name, effective.getOrDefault(name, 0L));
            }
        }
    }

    private static @Nullable Map<String, Quantity> podLevelRequests(Pod pod) {
        var resources = pod.getSpec().getResources();
        if (resources == null || resources.getRequests() == null) {
            return null;
        }
        boolean any = resources.getRequests().keySet().stream().anyMatch(Resources::isPodLevel);
        return any ? resources.getRequests() : null;
    }

    /** A fresh map that the caller may change. */
    private Map<String, Long> effective(Container container, @Nullable ContainerStatus status) {
        Map<String, Quantity> spec = container.getResources() == null
                ? null
                : container.getResources().getRequests();
        Map<String, Long> requests = status == null || status.getResources() == null
                ? amounts(spec)
                : largest(spec, status.getResources().getRequests(), status.getAllocatedResources());
        missing.forEach(requests::putIfAbsent);
        return requests;
    }

    private Map<String, Long> largest(
            @Nullable Map<String, Quantity> spec,
            @Nullable Map<String, Quantity> actuated,
            @Nullable Map<String, Quantity> allocated) {
        Map<String, Long> result = amounts(actuated);
        maxAll(result, amounts(allocated));
        if (!isResizeInfeasible()) {
            maxAll(result, amounts(spec));
        }
        return result;
    }

    private boolean isResizeInfeasible() {
        if (pod.getStatus() != null && pod.getStatus().getConditions() != null) {
            for (PodCondition condition : pod.getStatus().getConditions()) {
                if ("PodResizePending".equals(condition.getType())) {
                    return "Infeasible".equals(condition.getReason());
                }
            }
        }
        return false;
    }

    private @Nullable List<ContainerStatus> containerStatuses() {
        return pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses();
    }

    private @Nullable List<ContainerStatus> initContainerStatuses() {
        return pod.getStatus() == null ? null : pod.getStatus().getInitContainerStatuses();
    }

    private static @Nullable ContainerStatus statusOf(Container container, @Nullable List<ContainerStatus> statuses) {
        if (statuses != null) {
            for (ContainerStatus status : statuses) {
                if (container.getName().equals(status.getName())) {
                    return status;
                }
            }
        }
        return null;
    }

    private static Map<String, Long> amounts(@Nullable Map<String, Quantity> quantities) {
        Map<String, Long> amounts = new HashMap<>();
        if (quantities != null) {
            quantities.forEach((name, quantity) -> amounts.put(name, Quantities.of(name, quantity)));
        }
        return amounts;
    }

    private static void addAll(Map<String, Long> to, Map<String, Long> amounts) {
        amounts.forEach((name, amount) -> to.merge(name, amount, Long::sum));
    }

    private static void maxAll(Map<String, Long> to, Map<String, Long> amounts) {
        amounts.forEach((name, amount) -> to.merge(name, amount, Math::max));
    }
}
