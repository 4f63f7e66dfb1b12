package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a write must pass at the very end, by throwing where it may not be: validating admission. */
@FunctionalInterface
public interface WriteValidation {

    WriteValidation NONE = (object, old) -> {};

    /** Both in the served version; {@code object} is null on delete, {@code old} on create. Not to be changed. */
    void check(@Nullable ObjectNode object, @Nullable ObjectNode old);
}
