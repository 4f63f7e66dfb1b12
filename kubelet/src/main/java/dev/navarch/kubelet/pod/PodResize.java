package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.pod.PodStatusGenerator.Verdict;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of the node a pod has been given. Its object may ask for other resources at any time; it gets them once the node
 * has room, and until then the pod goes on with what it has. Belongs to the pod's worker; only {@link #apply} may be
 * called from other threads.
 */
final class PodResize {

    private final AllocationFile file;
    private volatile @Nullable Map<String, ResourceRequirements> allocated;
    private @Nullable PodCondition pending;
    private @Nullable PodCondition inProgress;

    PodResize(AllocationFile file) {
        this.file = file;
        this.allocated = file.read().orElse(null);
    }

    /** What happened to what the object asks for. */
    sealed interface Outcome {
        /** It is what the pod has. */
        record Unchanged() implements Outcome {}

        /** The pod has been given it; its containers do not know yet. */
        record Started() implements Outcome {}

        /** There is no room. {@code news} unless that was known. */
        record Deferred(String message, boolean news) implements Outcome {}
    }

    /** @param admission whether the node has room for the pod as it is now */
    Outcome allocate(Pod wanted, Function<Pod, Optional<Verdict>> admission) {
        Map<String, ResourceRequirements> asked = resources(wanted);
        Map<String, ResourceRequirements> has = allocated;
        if (has == null || asked.equals(has)) {
            if (has == null) {
                give(asked);
            }
            pending = null;
            return new Outcome.Unchanged();
        }
        Optional<Verdict> refusal = admission.apply(wanted);
        if (refusal.isEmpty()) {
            give(asked);
            pending = null;
            inProgress = condition("PodResizeInProgress", null, null, wanted);
            return new Outcome.Started();
        }
        PodCondition now =
                condition("PodResizePending", "Deferred", refusal.get().message(), wanted);
        boolean news = pending == null
                || !Objects.equals(pending.getMessage(), now.getMessage())
                || !Objects.equals(pending.getObservedGeneration(), now.getObservedGeneration());
        pending = now;
        return new Outcome.Deferred(refusal.get().message(), news);
    }

    private void give(Map<String, ResourceRequirements> resources) {
        allocated = resources;
        file.write(resources);
    }

    /** The pod with the resources that it has. */
    Pod apply(Pod pod) {
        Map<String, ResourceRequirements> has = allocated;
        if (has == null || has.equals(resources(pod))) {
            return pod;
        }
        Pod copy = new PodBuilder(pod).build();
        containers(copy).forEach(container -> {
            if (has.containsKey(container.getName())) {
                container.setResources(has.get(container.getName()));
            }
        });
        return copy;
    }

    /**
     * The containers run with what the pod has, or do not.
     *
     * @return the generation of the resize that has come to its end by that, if one has
     */
    Optional<Long> actuated(boolean all) {
        PodCondition current = inProgress;
        if (current == null || !all) {
            return Optional.empty();
        }
        inProgress = null;
        return Optional.ofNullable(current.getObservedGeneration());
    }

    /** The limits could not be changed; tells whether that is news. */
    boolean failed(Pod pod, String message) {
        PodCondition before = inProgress;
        PodCondition now = condition("PodResizeInProgress", "Error", message, pod);
        if (before != null) {
            now.setObservedGeneration(before.getObservedGeneration());
        }
        inProgress = now;
        return before == null || !Objects.equals(before.getMessage(), message);
    }

    List<PodCondition> conditions() {
        return Stream.of(Optional.ofNullable(pending), Optional.ofNullable(inProgress))
                .flatMap(Optional::stream)
                .map(c -> new PodConditionBuilder(c).build())
                .toList();
    }

    private static PodCondition condition(String type, @Nullable String reason, @Nullable String message, Pod pod) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(pod.getMetadata().getGeneration())
                .build();
    }

    private static Map<String, ResourceRequirements> resources(Pod pod) {
        Map<String, ResourceRequirements> resources = new HashMap<>();
        containers(pod)
                .forEach(c -> resources.put(
                        c.getName(), c.getResources() == null ? new ResourceRequirements() : c.getResources()));
        return resources;
    }

    private static List<Container> containers(Pod pod) {
        List<Container> all = new ArrayList<>(pod.getSpec().getInitContainers());
        all.addAll(pod.getSpec().getContainers());
        return all;
    }
}
