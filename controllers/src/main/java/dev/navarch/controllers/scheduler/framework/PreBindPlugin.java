package dev.navarch.controllers.scheduler.framework;

/** Does what must be done before a pod is bound, and may block on it. */
public interface PreBindPlugin extends Plugin {

    /** Whether {@link #preBind} will do something: {@link Status#SUCCESS}, or {@link Status#SKIP} if not. Must be quick. */
    Status preBindPreFlight(CycleState state, PodInfo pod, String nodeName);

    Status preBind(CycleState state, PodInfo pod, String nodeName) throws InterruptedException;
}
