package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.request.RequestContext;

/**
 * Answers a POST by doing or computing something rather than storing the body: review kinds, {@code pods/binding},
 * {@code pods/eviction}, {@code serviceaccounts/token}. The body is decoded, defaulted and admitted (mutation) before.
 */
public interface CreateOnlyHandler {

    /**
     * Returns what is answered with 201: a complete object with apiVersion and kind, or a {@code Status}. {@link
     * RequestContext#info} has namespace and name of the path.
     *
     * @param admission runs the validating admission on the body; to be called once the body is known to be valid
     */
    ObjectNode create(RequestContext context, ObjectNode body, Runnable admission);

    /** Defaults of the body that its schema cannot say. */
    default void applyDefaults(ObjectNode body) {}

    /** Whether the answer shows the body with its metadata, and so who set its fields. */
    default boolean tracksFields() {
        return false;
    }
}
