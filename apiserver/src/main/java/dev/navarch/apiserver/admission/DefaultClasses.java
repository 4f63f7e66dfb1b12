package dev.navarch.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the default one among classes. */
public final class DefaultClasses {

    private DefaultClasses() {}

    /** The newest class with {@code "true"} under one of the annotations; the first by name among equals. */
    public static Optional<ObjectNode> newest(List<ObjectNode> classes, String... annotations) {
        return classes.stream()
                .filter(object -> isMarked(object, annotations))
                .min(Comparator.comparing(
                                (ObjectNode object) -> ObjectMeta.creationTimestamp(object), Comparator.reverseOrder())
                        .thenComparing(ObjectMeta::name));
    }

    private static boolean isMarked(ObjectNode object, String... annotations) {
        for (String annotation : annotations) {
            if (object.path("metadata")
                    .path("annotations")
                    .path(annotation)
                    .asText("")
                    .equals("true")) {
                return true;
            }
        }
        return false;
    }
}
