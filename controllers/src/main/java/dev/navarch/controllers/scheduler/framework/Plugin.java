package dev.navarch.controllers.scheduler.framework;

/** A plugin: one concern of scheduling. It implements the extension points at which it has a say. */
public interface Plugin {

    /** The name in {@code KubeSchedulerConfiguration}. */
    String name();
}
