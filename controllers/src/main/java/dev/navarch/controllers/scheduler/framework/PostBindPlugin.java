package dev.navarch.controllers.scheduler.framework;

/** Told after a pod was bound. */
public interface PostBindPlugin extends Plugin {

    void postBind(CycleState state, PodInfo pod, String nodeName);
}
