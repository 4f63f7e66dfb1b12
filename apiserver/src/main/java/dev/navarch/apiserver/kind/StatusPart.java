package dev.navarch.apiserver.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A status subresource through which some of the metadata cannot be written, though through most it can. */
public final class StatusPart implements ResourceStrategy {

    /** What of the metadata a client may not write. */
    private enum Kept {
        NOTHING,
        LABELS,
        METADATA
    }

    private final Kept kept;
    private final BiConsumer<Place, Place> rules;

    private StatusPart(Kept kept, BiConsumer<Place, Place> rules) {
        this.kept = kept;
        this.rules = rules;
    }

    /** All of the metadata can be written; the rules see the new object and the old one. */
    public static StatusPart checking(BiConsumer<Place, Place> rules) {
        return new StatusPart(Kept.NOTHING, rules);
    }

    public static StatusPart keepingLabels(BiConsumer<Place, Place> rules) {
        return new StatusPart(Kept.LABELS, rules);
    }

    /** Nothing of the metadata but who owns which fields. */
    public static StatusPart keepingMetadata(BiConsumer<Place, Place> rules) {
        return new StatusPart(Kept.METADATA, rules);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        return Place.check(object, old, rules);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        ObjectNode metadata = ObjectMeta.metadata(object);
        JsonNode before = old.path("metadata");
        if (kept == Kept.METADATA) {
            List<String> names = new ArrayList<>();
            metadata.fieldNames().forEachRemaining(names::add);
            before.fieldNames().forEachRemaining(names::add);
            names.stream()
                    .filter(name -> !name.equals("managedFields") && !name.equals("resourceVersion"))
                    .forEach(name -> keep(metadata, before, name));
        } else if (kept == Kept.LABELS) {
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
