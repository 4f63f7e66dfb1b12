package dev.navarch.controllers.scheduler.framework;

import java.util.List;

/** Says which events of the cluster may make a pod schedulable that this plugin rejected. */
public interface EnqueueExtensions extends Plugin {

    List<QueueingHint.Registration> eventsToRegister();
}
