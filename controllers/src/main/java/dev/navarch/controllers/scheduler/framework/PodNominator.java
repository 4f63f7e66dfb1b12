package dev.navarch.controllers.scheduler.framework;

import java.util.List;

/** Knows the pods that wait for room on a node which preemption made or is making. Thread-safe. */
public interface PodNominator {

    /** Pods nominated to run on the node; usually none. */
    List<PodInfo> nominatedPods(String nodeName);
}
