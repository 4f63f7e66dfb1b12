package dev.navarch.apiserver.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayList;
import java.util.List;

/** A status subresource through which some of the metadata cannot be written, though through most it can. */
final class StatusPart implements ResourceStrategy {

    private final boolean all;

    private StatusPart(boolean all) {
        this.all = all;
    }

    static StatusPart keepingLabels() {
        return new StatusPart(false);
    }

    /** Nothing of the metadata but who owns which fields. */
    static StatusPart keepingMetadata() {
        return new StatusPart(true);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        ObjectNode metadata = ObjectMeta.metadata(object);
        JsonNode before = old.path("metadata");
        if (all) {
            List<String> names = new ArrayList<>();
            metadata.fieldNames().forEachRemaining(names::add);
            before.fieldNames().forEachRemaining(names::add);
            names.stream()
                    .filter(name -> !name.equals("managedFields") && !name.equals("resourceVersion"))
                    .forEach(name -> keep(metadata, before, name));
        } else {
            keep(metadata, before, "labels");
        }
    }

    private static void keep(ObjectNode metadata, JsonNode before, String field) {
        JsonNode value = before.get(field);
        if (value == null) {
            metadata.remove(field);
        } else {
            metadata.set(field, value);
        }
    }
}
