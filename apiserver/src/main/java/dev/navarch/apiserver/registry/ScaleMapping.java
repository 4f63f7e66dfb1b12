package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.core.JsonPointer;
import org.jspecify.annotations.Nullable;

/**
 * Where an object keeps what its scale subresource shows.
 *
 * @param specReplicas such as {@code /spec/replicas}
 * @param statusReplicas such as {@code /status/replicas}
 * @param selector a string, a label selector object or a map of labels; null where the kind has none
 */
public record ScaleMapping(
        JsonPointer specReplicas,
        JsonPointer statusReplicas,
        @Nullable JsonPointer selector) {

    /** Of the built-in workloads. */
    public static final ScaleMapping WORKLOAD = new ScaleMapping(
            JsonPointer.compile("/spec/replicas"),
            JsonPointer.compile("/status/replicas"),
            JsonPointer.compile("/spec/selector"));
}
