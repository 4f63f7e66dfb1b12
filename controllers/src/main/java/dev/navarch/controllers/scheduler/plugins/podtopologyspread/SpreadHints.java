package dev.navarch.controllers.scheduler.plugins.podtopologyspread;

import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a pod that found no node by its spread constraints is worth another attempt. */
record SpreadHints(ConstraintSource source) {

    QueueingHint afterPodChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        Pod old = before instanceof Pod p ? p : null;
        Pod changed = after instanceof Pod p ? p : null;
        if ((changed != null && !isInvolved(changed, pod)) || (old != null && !isInvolved(old, pod))) {
            return QueueingHint.SKIP;
        }
        List<Constraint> constraints = source.constraints(pod, Constraint.DO_NOT_SCHEDULE);
        if (old != null && changed != null) {
            return afterPodUpdate(pod, old, changed, constraints);
        }
        Map<String, String> labels = labels(changed == null ? old : changed);
        boolean counts = constraints.stream()
                .anyMatch(constraint -> constraint.selector().matches(labels));
        return counts ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }

    private static boolean isInvolved(Pod other, Pod pod) {
        if (other.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
            return true;
        }
        boolean hasNode = !PodInfo.nodeName(other).isEmpty()
                || !PodInfo.nominatedNodeName(other).isEmpty();
        return hasNode
                && other.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace());
    }

    private static QueueingHint afterPodUpdate(Pod pod, Pod old, Pod changed, List<Constraint> constraints) {
        boolean isItself =
                changed.getMetadata().getUid().equals(pod.getMetadata().getUid());
        boolean tolerationsChanged = !Objects.equals(
                old.getSpec().getTolerations(), changed.getSpec().getTolerations());
        if (isItself && tolerationsChanged && constraints.stream().anyMatch(Constraint::honorNodeTaints)) {
            return QueueingHint.QUEUE;
        }
        boolean counts = constraints.stream()
                .anyMatch(constraint -> constraint.selector().matches(labels(old))
                        != constraint.selector().matches(labels(changed)));
        return counts ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }

    QueueingHint afterNodeChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        List<Constraint> constraints = source.constraints(pod, Constraint.DO_NOT_SCHEDULE);
        boolean was = before != null && Constraint.hasAllKeys(constraints, labels(before));
        boolean is = after != null && Constraint.hasAllKeys(constraints, labels(after));
        boolean helps;
        if (before instanceof Node old && after instanceof Node node) {
            helps = was != is
                    || (is
                            && (domainChanged(constraints, old, node)
                                    || !Objects.equals(
                                            old.getSpec().getTaints(),
                                            node.getSpec().getTaints())));
        } else {
            helps = was || is;
        }
        return helps ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }

    private static boolean domainChanged(List<Constraint> constraints, Node old, Node node) {
        return constraints.stream()
                .anyMatch(constraint -> !Objects.equals(
                        labels(old).get(constraint.topologyKey()), labels(node).get(constraint.topologyKey())));
    }

    private static Map<String, String> labels(@Nullable HasMetadata object) {
        Map<String, String> labels =
                object == null ? null : object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}
