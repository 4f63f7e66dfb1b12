package dev.navarch.controllers.pods;

import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pods a controller gives up first when it has too many: those that do least for it. In this order: without a
 * node, in an early phase, not ready, with a low deletion cost, next to many pods of the same kind, ready for a short
 * time, with many restarts, young. Times are compared on a logarithmic scale (KEP-2185), so that among pods of about the
 * same age the choice is by chance, by UID.
 */
public final class DeletionOrder {

    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private final Map<String, Integer> neighbours;
    private final Instant now;

    private DeletionOrder(Map<String, Integer> neighbours, Instant now) {
        this.neighbours = neighbours;
        this.now = now;
    }

    /**
     * So many of the candidates, the first to go.
     *
     * @param related the pods of all controllers with the same owner, those of this one among them
     */
    public static List<Pod> choose(List<Pod> candidates, List<Pod> related, int count, Instant now) {
        if (count >= candidates.size()) {
            return List.copyOf(candidates);
        }
        Map<String, Integer> neighbours = new HashMap<>();
        related.stream().filter(PodState::isActive).forEach(pod -> neighbours.merge(node(pod), 1, Integer::sum));
        DeletionOrder order = new DeletionOrder(neighbours, now);
        // A heap, since the order is not transitive where times fall into one step of the scale.
        PriorityQueue<Pod> queue = new PriorityQueue<>(order::compare);
        queue.addAll(candidates);
        List<Pod> chosen = new ArrayList<>(count);
        while (chosen.size() < count) {
            chosen.add(Objects.requireNonNull(queue.poll()));
        }
        return chosen;
    }

    private int compare(Pod a, Pod b) {
        int order = Boolean.compare(!node(a).isEmpty(), !node(b).isEmpty());
        if (order == 0) {
            order = Integer.compare(phaseOrdinal(a), phaseOrdinal(b));
        }
        if (order == 0) {
            order = Boolean.compare(PodState.isReady(a), PodState.isReady(b));
        }
        if (order == 0) {
            order = Integer.compare(deletionCost(a), deletionCost(b));
        }
        if (order == 0) {
            order = Integer.compare(neighbours.getOrDefault(node(b), 0), neighbours.getOrDefault(node(a), 0));
        }
        if (order == 0 && PodState.isReady(a) && PodState.isReady(b)) {
            order = youngerFirst(PodState.readySince(a), PodState.readySince(b), a, b);
        }
        if (order == 0) {
            order = Integer.compare(restarts(b), restarts(a));
        }
        if (order == 0) {
            order = Integer.compare(sidecarRestarts(b), sidecarRestarts(a));
        }
        return order != 0 ? order : youngerFirst(created(a), created(b), a, b);
    }

    private int youngerFirst(@Nullable Instant timeA, @Nullable Instant timeB, Pod a, Pod b) {
        if (Objects.equals(timeA, timeB)) {
            return 0;
        }
        if (timeA == null || timeB == null) {
            return timeA == null ? -1 : 1;
        }
        int order = Long.compare(magnitude(timeA), magnitude(timeB));
        return order != 0
                ? order
                : a.getMetadata().getUid().compareTo(b.getMetadata().getUid());
    }

    private long magnitude(Instant time) {
        long nanos = Duration.between(time, now).toNanos();
        return nanos > 0 ? Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) : -1;
    }

    private static int phaseOrdinal(Pod pod) {
        return switch (PodState.phase(pod)) {
            case "Unknown" -> 1;
            case "Running" -> 2;
            default -> 0;
        };
    }

    private static int deletionCost(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String cost = annotations == null ? null : annotations.get(DELETION_COST);
        if (cost == null || (cost.length() > 1 && (cost.startsWith("0") || cost.startsWith("+")))) {
            return 0;
        }
        try {
            return Integer.parseInt(cost);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static int restarts(Pod pod) {
        return pod.getStatus() == null ? 0 : most(pod.getStatus().getContainerStatuses());
    }

    private static int sidecarRestarts(Pod pod) {
        if (pod.getStatus() == null) {
            return 0;
        }
        Set<String> sidecars = pod.getSpec().getInitContainers().stream()
                .filter(c -> "Always".equals(c.getRestartPolicy()))
                .map(Container::getName)
                .collect(Collectors.toSet());
        return most(pod.getStatus().getInitContainerStatuses().stream()
                .filter(s -> sidecars.contains(s.getName()))
                .toList());
    }

    private static int most(List<ContainerStatus> statuses) {
        return statuses.stream()
                .map(ContainerStatus::getRestartCount)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    private static @Nullable Instant created(Pod pod) {
        return Times.parse(pod.getMetadata().getCreationTimestamp());
    }

    private static String node(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getNodeName(), "");
    }
}
