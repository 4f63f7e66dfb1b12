package dev.navarch.apiserver.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an object is to be deleted.
 *
 * @param gracePeriodSeconds null where the kind decides; zero for at once
 * @param propagationPolicy {@code Orphan}, {@code Background}, {@code Foreground}, or null where the kind decides
 * @param orphanDependents the deprecated form of the policy
 * @param uid the object must have this uid; null for any
 * @param resourceVersion the object must be at this version; null for any
 * @param dryRun nothing is stored
 * @param ignoreStoreReadErrorWithClusterBreakingPotential deletes what cannot be decoded
 */
public record DeleteOptions(
        @Nullable Long gracePeriodSeconds,
        @Nullable String propagationPolicy,
        @Nullable Boolean orphanDependents,
        @Nullable String uid,
        @Nullable String resourceVersion,
        boolean dryRun,
        boolean ignoreStoreReadErrorWithClusterBreakingPotential,
        ObjectNode tree) {

    /** Deletes at once, whatever grace the kind would give. */
    public static DeleteOptions immediately() {
        return new DeleteOptions(0L, null, null, null, null, false, false, JsonNodeFactory.instance.objectNode());
    }

    public Optional<Long> gracePeriod() {
        return Optional.ofNullable(gracePeriodSeconds);
    }
}
