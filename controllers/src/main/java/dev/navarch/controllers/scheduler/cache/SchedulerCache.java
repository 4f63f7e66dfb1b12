package dev.navarch.controllers.scheduler.cache;

import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes and the pods on them, as informers report them, plus pods that were just placed and are not yet reported
 * (assumed). Thread-safe; {@code lock} guards everything.
 */
public final class SchedulerCache {

    private static final Logger log = LoggerFactory.getLogger(SchedulerCache.class);

    private record Assigned(PodInfo pod, String nodeName) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, NodeInfo> nodes = new HashMap<>();
    private final Map<String, Assigned> pods = new HashMap<>();
    private final Set<String> assumed = new HashSet<>();
    private final NodeTree tree = new NodeTree();
    private final Images images = new Images();
    private final Set<String> changed = new HashSet<>();
    private boolean orderChanged;

    /** A node appeared or changed. */
    public void putNode(Node node) {
        lock.lock();
        try {
            String name = node.getMetadata().getName();
            NodeInfo info = nodes.computeIfAbsent(name, n -> new NodeInfo());
            Node before = info.hasNode() ? info.node() : null;
            if (before != null) {
                images.remove(before);
            }
            orderChanged |= tree.update(before, node);
            info.setNode(node);
            info.setImages(images.add(node));
            changed.add(name);
        } finally {
            lock.unlock();
        }
    }

    public void removeNode(Node node) {
        lock.lock();
        try {
            String name = node.getMetadata().getName();
            NodeInfo info = nodes.get(name);
            if (info == null || !info.hasNode()) {
                return;
            }
            tree.remove(info.node());
            images.remove(info.node());
            info.removeNode();
            if (info.pods().isEmpty()) {
                nodes.remove(name);
            }
            changed.add(name);
            orderChanged = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts a pod on a node before the API server knows that it is there.
     *
     * @throws IllegalStateException when the pod is already on a node
     */
    public void assumePod(PodInfo pod, String nodeName) {
        lock.lock();
        try {
            if (pods.containsKey(pod.uid())) {
                throw new IllegalStateException(
                        "pod " + pod.uid() + "(" + pod.key() + ") is in the cache, so can't be assumed");
            }
            put(pod, nodeName);
            assumed.add(pod.uid());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes an assumption back.
     *
     * @return whether the pod was assumed
     */
    public boolean forgetPod(PodInfo pod) {
        lock.lock();
        try {
            if (!assumed.contains(pod.uid())) {
                return false;
            }
            remove(pod.uid());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A pod was seen on a node, for the first time or changed: what was assumed becomes known. */
    public void putPod(Pod pod) {
        lock.lock();
        try {
            PodInfo info = new PodInfo(pod);
            String nodeName = PodInfo.nodeName(pod);
            Assigned known = pods.get(info.uid());
            if (known != null) {
                if (!known.nodeName.equals(nodeName)) {
                    log.atWarn()
                            .addKeyValue("pod", info.key())
                            .addKeyValue("assumedNode", known.nodeName)
                            .addKeyValue("currentNode", nodeName)
                            .log("Pod was added to a different node than it was assumed");
                }
                remove(info.uid());
            }
            put(info, nodeName);
        } finally {
            lock.unlock();
        }
    }

    public void removePod(Pod pod) {
        lock.lock();
        try {
            remove(pod.getMetadata().getUid());
        } finally {
            lock.unlock();
        }
    }

    private void put(PodInfo pod, String nodeName) {
        nodes.computeIfAbsent(nodeName, n -> new NodeInfo()).addPod(pod);
        pods.put(pod.uid(), new Assigned(pod, nodeName));
        changed.add(nodeName);
    }

    private void remove(String uid) {
        Assigned known = pods.remove(uid);
        assumed.remove(uid);
        if (known == null) {
            return;
        }
        NodeInfo node = nodes.get(known.nodeName);
        if (node != null) {
            node.removePod(known.pod);
            if (!node.hasNode() && node.pods().isEmpty()) {
                nodes.remove(known.nodeName);
            }
        }
        changed.add(known.nodeName);
    }

    public boolean isAssumed(Pod pod) {
        lock.lock();
        try {
            return assumed.contains(pod.getMetadata().getUid());
        } finally {
            lock.unlock();
        }
    }

    /** The pod as it was placed. */
    public Optional<PodInfo> pod(String uid) {
        lock.lock();
        try {
            return Optional.ofNullable(pods.get(uid)).map(Assigned::pod);
        } finally {
            lock.unlock();
        }
    }

    /** Brings a snapshot up to date; the cost grows with what changed since the last call. For one snapshot only. */
    public void updateSnapshot(Snapshot snapshot) {
        lock.lock();
        try {
            boolean listsChanged = orderChanged;
            for (String name : changed) {
                NodeInfo info = nodes.get(name);
                if (info != null && info.hasNode()) {
                    listsChanged |= snapshot.put(name, info);
                } else {
                    orderChanged |= snapshot.remove(name);
                }
            }
            changed.clear();
            if (orderChanged) {
                snapshot.order(tree.list());
                orderChanged = false;
                listsChanged = true;
            }
            if (listsChanged) {
                snapshot.refreshAffinityLists();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many nodes, pods and assumed pods there are. */
    public record Size(int nodes, int pods, int assumedPods) {}

    public Size size() {
        lock.lock();
        try {
            return new Size(nodes.size(), pods.size(), assumed.size());
        } finally {
            lock.unlock();
        }
    }
}
