package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the server's own objects from its watch caches, in their storage version. The trees are shared: never change
 * one. Safe for use by many threads.
 */
public interface ObjectReader {

    /** A change that a watch saw; {@code object} is the last state for {@link Type#DELETED}. */
    record Event(Type type, ObjectNode object) {
        public enum Type {
            ADDED,
            MODIFIED,
            DELETED
        }
    }

    /** One object as the cache has it; {@code namespace} is empty for cluster-scoped resources. */
    Optional<ObjectNode> get(GroupResource resource, String namespace, String name);

    /** As {@link #get}, but not older than the last write that storage acknowledged. */
    Optional<ObjectNode> getLatest(GroupResource resource, String namespace, String name);

    /** All objects of a namespace, of all namespaces when it is empty; ordered by namespace and name. */
    List<ObjectNode> list(GroupResource resource, String namespace);

    /**
     * Tells the consumer of all objects there are, as ADDED, before this returns; then of every change, in order, on a
     * thread of the watch until the returned handle is closed. Lost watches are resumed; a consumer sees each change of
     * state once.
     */
    AutoCloseable watch(GroupResource resource, Consumer<Event> consumer);
}
