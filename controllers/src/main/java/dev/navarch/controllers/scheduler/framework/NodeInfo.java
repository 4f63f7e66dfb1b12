package dev.navarch.controllers.scheduler.framework;

import dev.navarch.controllers.scheduler.resources.Resource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node with the pods on it and what they use together. Mutable and not thread-safe: one copy belongs to the cache under
 * its lock, one to the snapshot of the scheduling loop, and preemption makes its own.
 */
public final class NodeInfo {

    private @Nullable Node node;
    private String name = "";
    private Map<String, String> labels = Map.of();
    private final List<PodInfo> pods = new ArrayList<>();
    private final List<PodInfo> podsWithAffinity = new ArrayList<>(0);
    private final List<PodInfo> podsWithRequiredAntiAffinity = new ArrayList<>(0);
    private final HostPorts usedPorts = new HostPorts();
    private final Resource requested = new Resource();
    private final Resource nonZeroRequested = new Resource();
    private Resource allocatable = new Resource();
    private Map<String, ImageState> images = Map.of();
    private final Map<String, Integer> claimUses = new HashMap<>();

    public static NodeInfo of(Node node, PodInfo... pods) {
        NodeInfo info = new NodeInfo();
        info.setNode(node);
        for (PodInfo pod : pods) {
            info.addPod(pod);
        }
        return info;
    }

    public void setNode(Node value) {
        node = value;
        name = value.getMetadata().getName();
        Map<String, String> all = value.getMetadata().getLabels();
        labels = all == null ? Map.of() : Collections.unmodifiableMap(all);
        allocatable = Resource.ofQuantities(
                value.getStatus() == null ? null : value.getStatus().getAllocatable());
    }

    /** Forgets the node but not its pods, which are still being deleted. */
    public void removeNode() {
        node = null;
    }

    public void setImages(Map<String, ImageState> value) {
        images = value;
    }

    public void addPod(PodInfo pod) {
        pods.add(pod);
        if (pod.hasAffinity()) {
            podsWithAffinity.add(pod);
        }
        if (!pod.requiredAntiAffinity().isEmpty()) {
            podsWithRequiredAntiAffinity.add(pod);
        }
        requested.add(pod.requests(), 1);
        nonZeroRequested.addNonZero(pod.nonZeroMilliCpu(), pod.nonZeroMemory());
        usedPorts.add(pod.hostPorts());
        for (String claim : pod.claims()) {
            claimUses.merge(claim, 1, Integer::sum);
        }
    }

    /**
     * Takes a pod away.
     *
     * @return whether the pod was here
     */
    public boolean removePod(PodInfo pod) {
        PodInfo removed = remove(pods, pod.uid());
        if (removed == null) {
            return false;
        }
        remove(podsWithAffinity, pod.uid());
        remove(podsWithRequiredAntiAffinity, pod.uid());
        requested.add(removed.requests(), -1);
        nonZeroRequested.addNonZero(-removed.nonZeroMilliCpu(), -removed.nonZeroMemory());
        usedPorts.remove(removed.hostPorts());
        for (String claim : removed.claims()) {
            claimUses.computeIfPresent(claim, (c, uses) -> uses == 1 ? null : uses - 1);
        }
        return true;
    }

    private static @Nullable PodInfo remove(List<PodInfo> from, String uid) {
        for (int i = 0; i < from.size(); i++) {
            PodInfo pod = from.get(i);
            if (pod.uid().equals(uid)) {
                from.set(i, from.getLast());
                from.removeLast();
                return pod;
            }
        }
        return null;
    }

    public void copyFrom(NodeInfo other) {
        node = other.node;
        name = other.name;
        labels = other.labels;
        refill(pods, other.pods);
        refill(podsWithAffinity, other.podsWithAffinity);
        refill(podsWithRequiredAntiAffinity, other.podsWithRequiredAntiAffinity);
        usedPorts.copyFrom(other.usedPorts);
        requested.copyFrom(other.requested);
        nonZeroRequested.copyFrom(other.nonZeroRequested);
        allocatable = other.allocatable;
        images = other.images;
        claimUses.clear();
        claimUses.putAll(other.claimUses);
    }

    private static void refill(List<PodInfo> list, List<PodInfo> with) {
        list.clear();
        list.addAll(with);
    }

    public NodeInfo copy() {
        NodeInfo copy = new NodeInfo();
        copy.copyFrom(this);
        return copy;
    }

    /**
     * The node itself.
     *
     * @throws IllegalStateException when only pods are known of this node
     */
    public Node node() {
        if (node == null) {
            throw new IllegalStateException("no node");
        }
        return node;
    }

    public boolean hasNode() {
        return node != null;
    }

    public String name() {
        return name;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public List<Taint> taints() {
        List<Taint> taints = node().getSpec() == null ? null : node().getSpec().getTaints();
        return taints == null ? List.of() : taints;
    }

    public List<PodInfo> pods() {
        return pods;
    }

    public List<PodInfo> podsWithAffinity() {
        return podsWithAffinity;
    }

    public List<PodInfo> podsWithRequiredAntiAffinity() {
        return podsWithRequiredAntiAffinity;
    }

    public HostPorts usedPorts() {
        return usedPorts;
    }

    public Resource requested() {
        return requested;
    }

    /** Requests where each container counts with at least the defaults of scoring. */
    public Resource nonZeroRequested() {
        return nonZeroRequested;
    }

    public Resource allocatable() {
        return allocatable;
    }

    public Map<String, ImageState> images() {
        return images;
    }

    /** How many pods of this node use a claim, by {@code namespace/name}. */
    public Map<String, Integer> claimUses() {
        return claimUses;
    }

    @Override
    public String toString() {
        return name + pods;
    }
}
