package dev.navarch.controllers.scheduler.framework;

/** Binds a pod to a node. The first that does not answer {@link Status#SKIP} has the word. */
public interface BindPlugin extends Plugin {

    Status bind(CycleState state, PodInfo pod, String nodeName) throws InterruptedException;
}
