package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.List;

/** Changes what the containers of a pod have while it runs (KEP-1287). */
final class PodResizeStrategy implements ResourceStrategy {

    private static final List<String> RESIZED = List.of("resources", "resizePolicy");

    @Override
    public void applyDefaults(ObjectNode pod) {
        PodDefaults.apply(pod);
    }

    /** Takes over resources and nothing else; where containers are not the same, validation will say so. */
    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode pod, ObjectNode old) {
        ObjectNode asked = Fields.objectOrNew(pod, "spec");
        ObjectNode before = Fields.objectOrNew(old, "spec");
        if (asked.path("containers").size() == before.path("containers").size()
                && asked.path("initContainers").size()
                        == before.path("initContainers").size()) {
            PodParts.keepAllButSpec(pod, old);
            pod.set("spec", resized(before, asked));
        }
        PodParts.countChange(pod, old);
    }

    private static ObjectNode resized(ObjectNode before, ObjectNode asked) {
        ObjectNode spec = before.deepCopy();
        copy(spec, asked, "resources");
        for (String list : List.of("containers", "initContainers")) {
            if (asked.get(list) instanceof ArrayNode containers && !containers.isEmpty()) {
                spec.set(list, resized(before.path(list), containers));
            }
        }
        return spec;
    }

    private static ArrayNode resized(JsonNode before, ArrayNode asked) {
        ArrayNode resized = before.deepCopy();
        for (int i = 0; i < asked.size(); i++) {
            ObjectNode container = (ObjectNode) resized.get(i);
            if (!container.path("name").equals(asked.get(i).path("name"))) {
                return asked;
            }
            for (String field : RESIZED) {
                copy(container, asked.get(i), field);
            }
        }
        return resized;
    }

    private static void copy(ObjectNode to, JsonNode from, String field) {
        if (from.hasNonNull(field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode pod, ObjectNode old) {
        return PodResizeValidation.check(pod, old);
    }
}
