package dev.navarch.controllers.scheduler.framework;

/** Says whether a pod can run on a node. */
public interface FilterPlugin extends Plugin {

    Status filter(CycleState state, PodInfo pod, NodeInfo node);
}
