package dev.navarch.controllers.scheduler.framework;

import io.fabric8.kubernetes.api.model.Pod;

/** Asked before a pod enters the active queue; a rejected pod is gated until an event that the plugin registered. */
public interface PreEnqueuePlugin extends Plugin {

    /** Called under the queue's lock. */
    Status preEnqueue(Pod pod);
}
