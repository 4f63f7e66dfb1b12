package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.Timestamps;
import java.time.Instant;

/** Writes into an object that it is being deleted. */
final class DeletionMarks {

    private DeletionMarks() {}

    /** No grace, but finalizers to wait for. */
    static void now(ObjectNode object) {
        String until = ObjectMeta.deletionTimestamp(object);
        Instant now = Instant.now();
        if (until == null) {
            bumpGeneration(object);
        }
        if (until == null || Timestamps.parse(until).isAfter(now)) {
            until = Timestamps.format(now);
        }
        ObjectMeta.setDeletion(object, until, 0);
    }

    /** Grace begins. */
    static void after(ObjectNode object, long seconds) {
        ObjectMeta.setDeletion(object, Timestamps.format(Instant.now().plusSeconds(seconds)), seconds);
        bumpGeneration(object);
    }

    /** Less grace than was given before. */
    static void shorten(ObjectNode object, long before, long seconds) {
        String until = ObjectMeta.deletionTimestamp(object);
        Instant end = until == null ? Instant.now() : Timestamps.parse(until);
        ObjectMeta.setDeletion(
                object, Timestamps.format(end.minusSeconds(before).plusSeconds(seconds)), seconds);
    }

    /** The kind says when it is over; there is no grace to count. */
    static void held(ObjectNode object) {
        ObjectMeta.metadata(object).put("deletionTimestamp", Timestamps.now());
    }

    private static void bumpGeneration(ObjectNode object) {
        if (ObjectMeta.generation(object) > 0) {
            ObjectMeta.setGeneration(object, ObjectMeta.generation(object) + 1);
        }
    }
}
