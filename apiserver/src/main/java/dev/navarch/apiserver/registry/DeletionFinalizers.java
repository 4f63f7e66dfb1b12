package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.request.DeleteOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The finalizers that tell the garbage collector what to do with the dependents of a deleted object. */
final class DeletionFinalizers {

    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    private DeletionFinalizers() {}

    static void apply(ObjectNode object, DeleteOptions options, GarbageCollectionPolicy kindPolicy) {
        List<String> present = ObjectMeta.finalizers(object);
        var wanted = new ArrayList<>(present);
        wanted.removeIf(finalizer -> finalizer.equals(ORPHAN) || finalizer.equals(FOREGROUND));
        String added = finalizer(present, options, kindPolicy);
        if (added != null) {
            wanted.add(added);
        }
        if (!new HashSet<>(wanted).equals(new HashSet<>(present))) {
            ObjectMeta.setFinalizers(object, wanted);
        }
    }

    private static @Nullable String finalizer(
            List<String> present, DeleteOptions options, GarbageCollectionPolicy kindPolicy) {
        if (kindPolicy == GarbageCollectionPolicy.UNSUPPORTED) {
            return null;
        }
        Boolean orphanDependents = options.orphanDependents();
        if (orphanDependents != null) {
            return orphanDependents ? ORPHAN : null;
        }
        String policy = options.propagationPolicy();
        if (policy != null) {
            return switch (policy) {
                case "Orphan" -> ORPHAN;
                case "Foreground" -> FOREGROUND;
                default -> null;
            };
        }
        for (String finalizer : present) {
            if (finalizer.equals(ORPHAN) || finalizer.equals(FOREGROUND)) {
                return finalizer;
            }
        }
        return kindPolicy == GarbageCollectionPolicy.ORPHAN ? ORPHAN : null;
    }
}
