package dev.navarch.controllers.scheduler.cache;

import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.SharedLister;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The nodes as one scheduling cycle sees them: an array in the order of trying, and copies of nodes that are renewed in
 * place between cycles. Belongs to the scheduling loop; {@link SchedulerCache#updateSnapshot} brings it up to date.
 */
public final class Snapshot implements SharedLister {

    private final Map<String, NodeInfo> byName = new HashMap<>();
    private List<NodeInfo> nodes = List.of();
    private List<NodeInfo> havingPodsWithAffinity = List.of();
    private List<NodeInfo> havingPodsWithRequiredAntiAffinity = List.of();

    /** Returns whether the node's place in one of the lists may have changed. */
    boolean put(String name, NodeInfo from) {
        NodeInfo copy = byName.computeIfAbsent(name, n -> new NodeInfo());
        boolean hadAffinity = !copy.podsWithAffinity().isEmpty();
        boolean hadAntiAffinity = !copy.podsWithRequiredAntiAffinity().isEmpty();
        copy.copyFrom(from);
        return hadAffinity == copy.podsWithAffinity().isEmpty()
                || hadAntiAffinity == copy.podsWithRequiredAntiAffinity().isEmpty();
    }

    boolean remove(String name) {
        return byName.remove(name) != null;
    }

    void order(List<String> names) {
        List<NodeInfo> ordered = new ArrayList<>(names.size());
        for (String name : names) {
            NodeInfo node = byName.get(name);
            if (node != null) {
                ordered.add(node);
            }
        }
        nodes = ordered;
    }

    void refreshAffinityLists() {
        havingPodsWithAffinity = select(node -> !node.podsWithAffinity().isEmpty());
        havingPodsWithRequiredAntiAffinity =
                select(node -> !node.podsWithRequiredAntiAffinity().isEmpty());
    }

    private List<NodeInfo> select(Predicate<NodeInfo> which) {
        List<NodeInfo> selected = new ArrayList<>(0);
        for (NodeInfo node : nodes) {
            if (which.test(node)) {
                selected.add(node);
            }
        }
        return selected;
    }

    @Override
    public List<NodeInfo> nodes() {
        return nodes;
    }

    @Override
    public List<NodeInfo> nodesHavingPodsWithAffinity() {
        return havingPodsWithAffinity;
    }

    @Override
    public List<NodeInfo> nodesHavingPodsWithRequiredAntiAffinity() {
        return havingPodsWithRequiredAntiAffinity;
    }

    @Override
    public @Nullable NodeInfo node(String name) {
        return byName.get(name);
    }

    @Override
    public boolean isClaimInUse(String claim) {
        for (NodeInfo node : nodes) {
            if (node.claimUses().containsKey(claim)) {
                return true;
            }
        }
        return false;
    }
}
