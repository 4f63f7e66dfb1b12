package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Makes the new state of an object of the present one; called again when another writer came between. */
@FunctionalInterface
public interface ObjectUpdate {

    /**
     * Returns a new tree in the served version.
     *
     * @param live the object as it is, in the served version, with resourceVersion; null where it does not exist. Not to
     *     be changed
     */
    ObjectNode apply(@Nullable ObjectNode live);
}
