package dev.navarch.controllers.scheduler.framework;

import org.jspecify.annotations.Nullable;

/** Called when no node fits, to make room. */
public interface PostFilterPlugin extends Plugin {

    /**
     * The answer.
     *
     * @param nomination what to write to the pod's {@code status.nominatedNodeName}, null to leave it alone
     */
    record Result(Status status, @Nullable Nomination nomination) {}

    Result postFilter(CycleState state, PodInfo pod, NodeToStatus filtered);
}
