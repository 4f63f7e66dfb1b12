package dev.navarch.controllers.scheduler.framework;

import java.time.Duration;

/** Lets a placed pod be bound, refuses it, or has it wait. */
public interface PermitPlugin extends Plugin {

    /**
     * The answer.
     *
     * @param timeout for {@link Status.Code#WAIT}: after it the pod is rejected; at most 15 minutes count
     */
    record Result(Status status, Duration timeout) {}

    Result permit(CycleState state, PodInfo pod, String nodeName);
}
