package dev.navarch.controllers.scheduler.framework;

/** Keeps state of its own about pods and nodes; told when a pod is meant for a node, and when that came to nothing. */
public interface ReservePlugin extends Plugin {

    Status reserve(CycleState state, PodInfo pod, String nodeName);

    /** Must be idempotent and not fail. */
    void unreserve(CycleState state, PodInfo pod, String nodeName);
}
