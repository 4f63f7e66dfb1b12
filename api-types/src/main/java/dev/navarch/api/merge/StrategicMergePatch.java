package dev.navarch.api.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.GoFormat;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' strategic merge patch: a merge patch that knows by the schema which lists are merged by key, with the
 * directives {@code $patch}, {@code $retainKeys}, {@code $deleteFromPrimitiveList/…} and {@code $setElementOrder/…}.
 * Only built-in kinds have it; for others upstream answers 415 before it comes here.
 */
public final class StrategicMergePatch {

    static final String DIRECTIVE = "$patch";
    static final String DELETE = "delete";
    static final String REPLACE = "replace";
    static final String MERGE = "merge";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList";
    static final String ELEMENT_ORDER = "$setElementOrder";

    private StrategicMergePatch() {}

    /**
     * Applies a patch to an object of the kind that {@code schema} describes.
     *
     * @throws StatusException 400 for malformed directives, 422 for lists of lists, and 500 with a bare text for what
     *     upstream does not classify (unknown directives, missing merge keys, mixed lists)
     */
    public static ObjectNode apply(ObjectNode original, ObjectNode patch, StructuralSchema schema) {
        return mergeObject(original.deepCopy(), patch.deepCopy(), schema);
    }

    /** Merges into {@code original} and answers with it or with what takes its place; both arguments are consumed. */
    static ObjectNode mergeObject(ObjectNode original, ObjectNode patch, @Nullable StructuralSchema schema) {
        JsonNode directive = patch.get(DIRECTIVE);
        if (directive != null) {
            return applyDirective(directive, original, patch);
        }
        retainKeys(original, patch);
        orderElements(original, patch, schema);
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            mergeMember(original, change.getKey(), change.getValue(), schema);
        }
        return original;
    }

    private static ObjectNode applyDirective(JsonNode directive, ObjectNode original, ObjectNode patch) {
        return switch (directive.asText()) {
            case REPLACE -> patch.without(DIRECTIVE);
            case DELETE -> original.removeAll();
            default -> throw unknownDirective(directive, patch);
        };
    }

    static StatusException unknownDirective(JsonNode directive, JsonNode patch) {
        return PatchErrors.unclassified(
                "unknown patch type: " + GoFormat.of(directive) + " in map: " + GoFormat.of(patch));
    }

    private static void retainKeys(ObjectNode original, ObjectNode patch) {
        JsonNode retained = patch.remove(RETAIN_KEYS);
        if (retained == null) {
            return;
        }
        if (!retained.isArray()) {
            throw StatusException.badRequest("invalid patch format of retainKeys");
        }
        Set<String> names = new HashSet<>();
        retained.forEach(name -> names.add(name.isTextual() ? name.textValue() : ""));
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String name = change.getKey();
            boolean directive = name.startsWith(DELETE_FROM_LIST) || name.startsWith(ELEMENT_ORDER);
            if (!change.getValue().isNull() && !directive && !names.contains(name)) {
                throw StatusException.badRequest("invalid patch format of retainKeys");
            }
        }
        original.retain(names);
    }

    private static void orderElements(ObjectNode original, ObjectNode patch, @Nullable StructuralSchema schema) {
        for (String key : names(patch)) {
            if (!key.startsWith(ELEMENT_ORDER)) {
                continue;
            }
            JsonNode order = patch.remove(key);
            if (!(order instanceof ArrayNode elements)) {
                throw expected("[]interface {}", order);
            }
            String field = fieldOf(key, ELEMENT_ORDER, "invalid patch format of setElementOrder list");
            ArrayNode before = list(original.get(field));
            ArrayNode changes = list(patch.get(field));
            StructuralSchema list = SchemaLookup.member(schema, field);
            ArrayNode ordered = ListMerge.of(list).inOrder(before, changes, elements);
            if (ordered != null) {
                original.set(field, ordered);
                patch.remove(field);
            }
        }
    }

    private static @Nullable ArrayNode list(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value instanceof ArrayNode list) {
            return list;
        }
        throw expected("[]interface {}", value);
    }

    private static void mergeMember(
            ObjectNode original, String name, JsonNode change, @Nullable StructuralSchema schema) {
        boolean deletion = name.startsWith(DELETE_FROM_LIST);
        String field = deletion ? fieldOf(name, DELETE_FROM_LIST, "invalid patch format of primitive list") : name;
        if (change.isNull()) {
            original.remove(field);
            return;
        }
        JsonNode current = original.get(field);
        if (current instanceof ObjectNode object && change instanceof ObjectNode changes) {
            StructuralSchema member = SchemaLookup.member(schema, field);
            boolean replace = member != null && member.patchStrategies().contains(REPLACE);
            original.set(field, replace ? changes : mergeObject(object, changes, member));
        } else if (current instanceof ArrayNode list && change instanceof ArrayNode changes) {
            ListMerge merge = ListMerge.of(SchemaLookup.member(schema, field));
            original.set(field, deletion ? merge.delete(list, changes) : merge.merge(list, changes));
        } else if (!deletion) {
            take(original, field, change);
        }
    }

    private static void take(ObjectNode original, String field, JsonNode change) {
        discardNulls(change);
        JsonNode value = withoutDirectives(change);
        if (value == null) {
            original.remove(field);
        } else {
            original.set(field, value);
        }
    }

    private static String fieldOf(String key, String prefix, String otherwise) {
        if (!key.startsWith(prefix + "/")) {
            throw StatusException.badRequest(otherwise);
        }
        return key.substring(prefix.length() + 1);
    }

    /** The value as it is kept where there was none before; null if it is itself a directive. */
    static @Nullable JsonNode withoutDirectives(JsonNode value) {
        if (value instanceof ObjectNode object) {
            if (object.has(DIRECTIVE)) {
                return null;
            }
            for (String name : names(object)) {
                JsonNode kept = withoutDirectives(object.get(name));
                if (kept == null) {
                    object.remove(name);
                } else {
                    object.set(name, kept);
                }
            }
        } else if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); ) {
                JsonNode kept = withoutDirectives(list.get(i));
                if (kept == null) {
                    list.remove(i);
                } else {
                    list.set(i++, kept);
                }
            }
        }
        return value;
    }

    private static void discardNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (String name : names(object)) {
                JsonNode member = object.get(name);
                if (member.isNull()) {
                    object.remove(name);
                } else {
                    discardNulls(member);
                }
            }
        } else if (value instanceof ArrayNode list) {
            list.forEach(StrategicMergePatch::discardNulls);
        }
    }

    private static List<String> names(ObjectNode object) {
        var names = new ArrayList<String>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static StatusException expected(String type, @Nullable JsonNode actual) {
        return PatchErrors.unclassified("expected a " + type + ", but received a "
                + (actual == null || actual.isNull() ? "%!s(<nil>)" : GoFormat.type(actual)));
    }
}
