package dev.navarch.controllers.scheduler.framework;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/** Whether an event is worth another attempt at a pod that a plugin rejected. */
public enum QueueingHint {
    SKIP,
    QUEUE;

    /** Answers for one plugin and one kind of event; asked under the queue's lock, so it must be quick. */
    @FunctionalInterface
    public interface Function {

        Function ALWAYS = (pod, before, after) -> QUEUE;

        /**
         * Whether the event may help the pod.
         *
         * @param pod the rejected pod
         * @param before the object before the event, null when it was added
         * @param after the object after the event, null when it was deleted
         */
        QueueingHint hint(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after);
    }

    /** A kind of event with the hint to ask when it comes. */
    public record Registration(ClusterEvent event, Function hint) {}
}
