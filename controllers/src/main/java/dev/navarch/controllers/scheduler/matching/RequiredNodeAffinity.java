package dev.navarch.controllers.scheduler.matching;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pod requires of its node: {@code spec.nodeSelector} and the required part of its node affinity. */
public final class RequiredNodeAffinity {

    private final @Nullable LabelMatcher selector;
    private final @Nullable NodeMatcher affinity;

    private RequiredNodeAffinity(@Nullable LabelMatcher selector, @Nullable NodeMatcher affinity) {
        this.selector = selector;
        this.affinity = affinity;
    }

    public static RequiredNodeAffinity of(Pod pod) {
        var nodeSelector = pod.getSpec().getNodeSelector();
        return new RequiredNodeAffinity(
                nodeSelector == null || nodeSelector.isEmpty() ? null : LabelMatcher.equalTo(nodeSelector),
                required(pod).map(NodeMatcher::of).orElse(null));
    }

    /** The required node affinity as written. */
    public static Optional<NodeSelector> required(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getAffinity())
                .map(a -> a.getNodeAffinity())
                .map(n -> n.getRequiredDuringSchedulingIgnoredDuringExecution());
    }

    public boolean matches(Node node) {
        if (selector != null && !selector.matches(node.getMetadata().getLabels())) {
            return false;
        }
        return affinity == null || affinity.matches(node);
    }
}
