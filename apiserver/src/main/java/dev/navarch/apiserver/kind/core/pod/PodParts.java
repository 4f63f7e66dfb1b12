package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.Sameness;
import java.util.List;

/** Writes through subresources that change a part of the specification. */
final class PodParts {

    private static final List<String> METADATA = List.of("labels", "annotations", "finalizers", "ownerReferences");

    private PodParts() {}

    /** Status and what of the metadata clients set otherwise stay as they were. */
    static void keepAllButSpec(ObjectNode pod, ObjectNode old) {
        copy(pod, old, "status");
        ObjectNode metadata = Fields.objectOrNew(pod, "metadata");
        METADATA.forEach(field -> copy(metadata, Fields.objectOrNew(old, "metadata"), field));
    }

    private static void copy(ObjectNode to, ObjectNode from, String field) {
        if (Fields.isSet(from, field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }

    /** A changed specification is a new generation. */
    static void countChange(ObjectNode pod, ObjectNode old) {
        if (!Sameness.same(pod.get("spec"), old.get("spec"))) {
            ObjectMeta.setGeneration(pod, ObjectMeta.generation(old) + 1);
        }
    }
}
