package dev.navarch.controllers.scheduler.plugins.interpodaffinity;

import dev.navarch.controllers.scheduler.framework.AffinityTerm;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a pod that was rejected by affinity rules is worth another attempt. */
final class AffinityHints {

    private AffinityHints() {}

    static QueueingHint afterPodChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        Pod old = before instanceof Pod p ? p : null;
        Pod changed = after instanceof Pod p ? p : null;
        if (old != null
                && changed != null
                && changed.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
            return QueueingHint.QUEUE;
        }
        if ((changed != null && hasNoNode(changed)) || (old != null && hasNoNode(old))) {
            return QueueingHint.SKIP;
        }
        PodInfo info = new PodInfo(pod);
        if (info.parseError().isPresent()) {
            return QueueingHint.QUEUE;
        }
        List<AffinityTerm> affinity = info.requiredAffinity();
        List<AffinityTerm> antiAffinity = info.requiredAntiAffinity();
        boolean helps;
        if (old != null && changed != null) {
            helps = (!TermCounts.allMatch(affinity, old) && TermCounts.allMatch(affinity, changed))
                    || (TermCounts.allMatch(antiAffinity, old) && !TermCounts.allMatch(antiAffinity, changed));
        } else if (changed != null) {
            helps = TermCounts.allMatch(affinity, changed);
        } else if (old != null) {
            helps = TermCounts.allMatch(antiAffinity, old)
                    || TermCounts.allMatch(new PodInfo(old).requiredAntiAffinity(), pod);
        } else {
            helps = true;
        }
        return helps ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }

    private static boolean hasNoNode(Pod pod) {
        return PodInfo.nodeName(pod).isEmpty() && PodInfo.nominatedNodeName(pod).isEmpty();
    }

    static QueueingHint afterNodeChange(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        PodInfo info = new PodInfo(pod);
        if (info.parseError().isPresent()) {
            return QueueingHint.QUEUE;
        }
        Map<String, String> old = labels(before);
        Map<String, String> changed = labels(after);
        for (AffinityTerm term : info.requiredAffinity()) {
            String value = changed.get(term.topologyKey());
            if (value != null && !value.equals(old.get(term.topologyKey()))) {
                return QueueingHint.QUEUE;
            }
        }
        for (AffinityTerm term : info.requiredAntiAffinity()) {
            String was = old.get(term.topologyKey());
            if (before == null || (was != null && !Objects.equals(was, changed.get(term.topologyKey())))) {
                return QueueingHint.QUEUE;
            }
        }
        return QueueingHint.SKIP;
    }

    private static Map<String, String> labels(@Nullable HasMetadata object) {
        return object instanceof Node node && node.getMetadata().getLabels() != null
                ? node.getMetadata().getLabels()
                : Map.of();
    }
}
