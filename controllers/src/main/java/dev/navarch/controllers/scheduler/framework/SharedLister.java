package dev.navarch.controllers.scheduler.framework;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes as this scheduling cycle sees them. Only the scheduling loop may read it. */
public interface SharedLister {

    /** All nodes, in the order in which they are tried: one of each zone in turn. */
    List<NodeInfo> nodes();

    List<NodeInfo> nodesHavingPodsWithAffinity();

    List<NodeInfo> nodesHavingPodsWithRequiredAntiAffinity();

    @Nullable
    NodeInfo node(String name);

    /**
     * Whether a pod on some node uses the claim.
     *
     * @param claim {@code namespace/name}
     */
    boolean isClaimInUse(String claim);
}
