package dev.navarch.controllers.scheduler.framework;

import java.util.List;

/** Looks at the pod and the nodes that fit once before they are scored. */
public interface PreScorePlugin extends Plugin {

    /** {@link Status#SKIP} when the plugin has nothing to score for this pod. */
    Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes);
}
