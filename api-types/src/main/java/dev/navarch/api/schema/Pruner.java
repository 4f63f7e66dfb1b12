package dev.navarch.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes from custom resources what their schema does not specify. */
public final class Pruner {

    private static final Set<String> META_FIELDS = Set.of("apiVersion", "kind", "metadata");

    private final List<String> unknown = new ArrayList<>();
    private final FieldPath path = new FieldPath();

    private Pruner() {}

    /**
     * Prunes the object in place; {@code apiVersion}, {@code kind} and {@code metadata} of the root and of embedded
     * resources stay.
     *
     * @return the paths of what was removed, sorted
     */
    public static List<String> prune(ObjectNode object, StructuralSchema schema) {
        var pruner = new Pruner();
        if (schema.preserveUnknownFields()) {
            pruner.keep(object, schema, true);
        } else {
            pruner.object(object, schema, true);
        }
        return pruner.unknown.stream().sorted().toList();
    }

    private void prune(JsonNode value, @Nullable StructuralSchema schema) {
        if (schema != null && schema.preserveUnknownFields()) {
            keep(value, schema, false);
        } else if (value instanceof ObjectNode object) {
            object(object, schema, false);
        } else if (value.isArray()) {
            StructuralSchema items = schema == null ? null : schema.items();
            for (int i = 0; i < value.size(); i++) {
                path.enter(i);
                prune(value.get(i), items);
                path.leave();
            }
        }
    }

    private void object(ObjectNode object, @Nullable StructuralSchema schema, boolean root) {
        boolean resource = root || (schema != null && schema.embeddedResource());
        var removed = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            if (resource && META_FIELDS.contains(name)) {
                continue;
            }
            if (schema != null && (schema.property(name) != null || schema.additionalProperties() != null)) {
                path.enter(name);
                prune(field.getValue(), schema.member(name));
                path.leave();
            } else {
                unknown.add(path.at(name));
                removed.add(name);
            }
        }
        object.remove(removed);
    }

    /** Below {@code x-kubernetes-preserve-unknown-fields} only what is specified is looked into. */
    private void keep(JsonNode value, @Nullable StructuralSchema schema, boolean root) {
        if (schema == null) {
            return;
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                path.enter(i);
                keep(value.get(i), schema.items(), false);
                path.leave();
            }
            return;
        }
        boolean resource = root || schema.embeddedResource();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            StructuralSchema member = schema.member(field.getKey());
            if (member != null && !(resource && META_FIELDS.contains(field.getKey()))) {
                path.enter(field.getKey());
                prune(field.getValue(), member);
                path.leave();
            }
        }
    }

    /** Removes nulls that the schema does not allow and that have no default to take their place. */
    public static void pruneNulls(JsonNode value, @Nullable StructuralSchema schema) {
        if (value instanceof ObjectNode object) {
            object.properties().removeIf(field -> {
                StructuralSchema member = schema == null ? null : schema.member(field.getKey());
                if (!field.getValue().isNull()) {
                    pruneNulls(field.getValue(), member);
                    return false;
                }
                return member != null && !member.nullable() && member.defaultValue() == null;
            });
        } else if (value.isArray()) {
            StructuralSchema items = schema == null ? null : schema.items();
            value.forEach(item -> pruneNulls(item, items));
        }
    }
}
