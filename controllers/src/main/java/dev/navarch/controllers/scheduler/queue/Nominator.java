package dev.navarch.controllers.scheduler.queue;

import dev.navarch.controllers.scheduler.framework.Lister;
import dev.navarch.controllers.scheduler.framework.Nomination;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pods are nominated to which nodes. Not thread-safe: {@link SchedulingQueue} owns it. */
final class Nominator {

    private final Lister<Pod> pods;
    private final Map<String, Map<String, PodInfo>> byNode = new HashMap<>();
    private final Map<String, String> nodeOf = new HashMap<>();

    Nominator(Lister<Pod> pods) {
        this.pods = pods;
    }

    /** @param nomination null to take what the pod's status says */
    void add(PodInfo pod, @Nullable Nomination nomination) {
        delete(pod.pod());
        String node = nomination != null ? nomination.nodeName() : PodInfo.nominatedNodeName(pod.pod());
        if (node.isEmpty()) {
            return;
        }
        Pod latest = pods.get(pod.namespace(), pod.name());
        if (latest == null || !PodInfo.nodeName(latest).isEmpty()) {
            return;
        }
        nodeOf.put(pod.uid(), node);
        byNode.computeIfAbsent(node, n -> new java.util.LinkedHashMap<>()).put(pod.uid(), pod);
    }

    /** A nomination that is not yet written to the API server survives updates of the pod that do not carry it. */
    void update(Pod before, PodInfo after) {
        Nomination kept = null;
        if (PodInfo.nominatedNodeName(before).isEmpty()
                && PodInfo.nominatedNodeName(after.pod()).isEmpty()) {
            String node = nodeOf.get(before.getMetadata().getUid());
            kept = node == null ? null : new Nomination(node);
        }
        delete(before);
        add(after, kept);
    }

    void delete(Pod pod) {
        String uid = pod.getMetadata().getUid();
        String node = nodeOf.remove(uid);
        if (node != null) {
            byNode.computeIfPresent(node, (n, nominated) -> {
                nominated.remove(uid);
                return nominated.isEmpty() ? null : nominated;
            });
        }
    }

    boolean isEmpty() {
        return nodeOf.isEmpty();
    }

    List<PodInfo> on(String nodeName) {
        Map<String, PodInfo> nominated = byNode.get(nodeName);
        return nominated == null ? List.of() : new ArrayList<>(nominated.values());
    }
}
