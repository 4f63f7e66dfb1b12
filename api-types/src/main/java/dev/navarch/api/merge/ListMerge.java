package dev.navarch.api.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.GoFormat;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a strategic merge patch changes one list: whole, as a set of scalars, or item by item by the merge key.
 *
 * @param mergeKey the member that tells items apart; empty for lists of scalars
 * @param merges whether items are merged at all; if not, the patch's list takes the place of the old one
 */
record ListMerge(String mergeKey, boolean merges, @Nullable StructuralSchema items) {

    static ListMerge of(@Nullable StructuralSchema list) {
        if (list == null) {
            return new ListMerge("", false, null);
        }
        String key = list.patchMergeKey();
        boolean merges = list.patchStrategies().contains(StrategicMergePatch.MERGE);
        return new ListMerge(key == null ? "" : key, merges, list.items());
    }

    ArrayNode merge(ArrayNode original, ArrayNode patch) {
        return merges ? mergeItems(original, patch) : patch;
    }

    /** Removes the scalars that a {@code $deleteFromPrimitiveList} names. */
    ArrayNode delete(ArrayNode original, ArrayNode patch) {
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        if (elementType(original, patch) == JsonNodeType.OBJECT) {
            return mergeItems(original, patch);
        }
        Set<Object> doomed = new HashSet<>();
        patch.forEach(item -> doomed.add(identity(item)));
        ArrayNode kept = Json.array();
        original.forEach(item -> {
            if (!doomed.contains(identity(item))) {
                kept.add(item);
            }
        });
        return kept;
    }

    /**
     * The list in the order that a {@code $setElementOrder} directive asks for, after merging the patch's items; null
     * if neither the object nor the patch has the list.
     */
    @Nullable
    ArrayNode inOrder(@Nullable ArrayNode original, @Nullable ArrayNode patch, ArrayNode order) {
        if (patch != null) {
            requireSameOrder(patch, order);
        }
        List<JsonNode> merged;
        List<JsonNode> known = original == null ? List.of() : list(original);
        if (original != null && patch != null) {
            merged = list(merge(original.deepCopy(), patch.deepCopy()));
            known = orderAfterMerge(known, patch);
        } else if (original != null) {
            merged = list(original);
        } else if (patch != null) {
            JsonNode kept = StrategicMergePatch.withoutDirectives(patch.deepCopy());
            merged = kept instanceof ArrayNode items ? list(items) : List.of();
        } else {
            return null;
        }
        ArrayNode server = original == null ? Json.array() : original;
        ArrayNode changes = patch == null ? Json.array() : patch;
        boolean objects = elementType(server, changes) == JsonNodeType.OBJECT;
        return arrange(merged, list(order), known, objects);
    }

    /**
     * The order of the server's items that counts after a merge: in upstream's implementation new items take the places
     * of deleted ones, and so get a place between the server's own.
     */
    private List<JsonNode> orderAfterMerge(List<JsonNode> original, ArrayNode patch) {
        if (!merges || mergeKey.isEmpty() || original.isEmpty()) {
            return original;
        }
        var directives = ItemDirectives.obey(this, new ArrayList<>(original), patch);
        List<JsonNode> order = new ArrayList<>(directives.remaining());
        if (!directives.replace()) {
            Map<Object, Integer> places = places(order);
            for (JsonNode change : directives.patch()) {
                if (places.putIfAbsent(place(change), order.size()) == null) {
                    order.add(change);
                }
            }
        }
        List<JsonNode> stale = original.subList(Math.min(order.size(), original.size()), original.size());
        order.addAll(stale);
        return order.subList(0, original.size());
    }

    private ArrayNode mergeItems(ArrayNode original, ArrayNode patch) {
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        if (elementType(original, patch) != JsonNodeType.OBJECT) {
            Map<Object, JsonNode> distinct = new LinkedHashMap<>();
            original.forEach(item -> distinct.putIfAbsent(identity(item), item));
            patch.forEach(item -> distinct.putIfAbsent(identity(item), item));
            return arrange(new ArrayList<>(distinct.values()), list(patch), list(original), false);
        }
        if (mergeKey.isEmpty()) {
            throw PatchErrors.unclassified("cannot merge lists without merge key for struct");
        }
        var directives = ItemDirectives.obey(this, list(original), patch);
        List<JsonNode> merged = mergeByKey(directives.original(), directives.patch());
        return arrange(merged, directives.patch(), directives.original(), true);
    }

    private List<JsonNode> mergeByKey(List<JsonNode> original, List<JsonNode> patch) {
        List<JsonNode> merged = new ArrayList<>(original);
        Map<Object, Integer> places = places(original);
        for (JsonNode change : patch) {
            Object key = identity(keyOf(change));
            Integer place = places.get(key);
            if (place == null) {
                places.put(key, merged.size());
                merged.add(change);
            } else {
                merged.set(
                        place,
                        StrategicMergePatch.mergeObject((ObjectNode) merged.get(place), (ObjectNode) change, items));
            }
        }
        return merged;
    }

    /** Items that the patch speaks of in its order, the server's own in theirs, interleaved by the server's order. */
    private ArrayNode arrange(
            List<JsonNode> merged, List<JsonNode> patchOrder, List<JsonNode> serverOrder, boolean objects) {
        Map<Object, Integer> wanted = objects ? keyedPlaces(patchOrder) : places(patchOrder);
        Map<Object, Integer> known = objects ? keyedPlaces(serverOrder) : places(serverOrder);
        List<JsonNode> fromPatch = new ArrayList<>();
        List<JsonNode> serverOnly = new ArrayList<>();
        for (JsonNode item : merged) {
            (wanted.containsKey(place(item)) ? fromPatch : serverOnly).add(item);
        }
        sort(fromPatch, wanted);
        sort(serverOnly, known);
        return interleave(serverOnly, fromPatch, known);
    }

    private ArrayNode interleave(List<JsonNode> left, List<JsonNode> right, Map<Object, Integer> order) {
        ArrayNode out = Json.nodes().arrayNode(left.size() + right.size());
        int i = 0;
        int j = 0;
        while (i < left.size() && j < right.size()) {
            Integer l = order.get(place(left.get(i)));
            Integer r = order.get(place(right.get(j)));
            out.add(l != null && r != null && l < r ? left.get(i++) : right.get(j++));
        }
        left.subList(i, left.size()).forEach(out::add);
        right.subList(j, right.size()).forEach(out::add);
        return out;
    }

    private void sort(List<JsonNode> list, Map<Object, Integer> order) {
        list.sort((a, b) -> {
            int i = order.getOrDefault(place(a), Integer.MAX_VALUE);
            int j = order.getOrDefault(place(b), Integer.MAX_VALUE);
            return Integer.compare(i, j);
        });
    }

    private void requireSameOrder(ArrayNode patch, ArrayNode order) {
        List<JsonNode> changes = list(patch);
        if (!mergeKey.isEmpty()) {
            changes.forEach(ListMerge::requireObject);
            changes.removeIf(ItemDirectives::isDeletion);
        }
        int place = 0;
        int next = 0;
        while (place < changes.size() && next < order.size()) {
            if (changes.get(place).has(StrategicMergePatch.DIRECTIVE)) {
                place++;
            } else if (sameItem(changes.get(place), order.get(next++))) {
                place++;
            }
        }
        if (place < changes.size() && !order.isEmpty()) {
            throw PatchErrors.unclassified("The order in patch list:\n" + GoFormat.of(patch) + "\n doesn't match "
                    + StrategicMergePatch.ELEMENT_ORDER + " list:\n" + GoFormat.of(order) + "\n");
        }
    }

    private static void requireObject(JsonNode item) {
        if (!item.isObject()) {
            throw StrategicMergePatch.expected("map[string]interface {}", item);
        }
    }

    private boolean sameItem(JsonNode a, JsonNode b) {
        return mergeKey.isEmpty()
                ? identity(a).equals(identity(b))
                : identity(keyOf(a)).equals(identity(keyOf(b)));
    }

    private Map<Object, Integer> keyedPlaces(List<JsonNode> list) {
        list.forEach(this::keyOf);
        return places(list);
    }

    private Map<Object, Integer> places(List<JsonNode> list) {
        Map<Object, Integer> places = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            places.putIfAbsent(place(list.get(i)), i);
        }
        return places;
    }

    private Object place(JsonNode item) {
        JsonNode key = item.isObject() && !mergeKey.isEmpty() ? item.get(mergeKey) : item;
        return key == null ? item : identity(key);
    }

    JsonNode keyOf(JsonNode item) {
        requireObject(item);
        JsonNode key = item.get(mergeKey);
        if (key == null) {
            throw noMergeKey(item);
        }
        return key;
    }

    StatusException noMergeKey(JsonNode item) {
        return PatchErrors.unclassified(
                "map: " + GoFormat.of(item) + " does not contain declared merge key: " + mergeKey);
    }

    /** What makes two keys or scalars the same: a number is its value, however it is represented. */
    static Object identity(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue();
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.isIntegralNumber() ? (Object) value.longValue() : (Object) value.doubleValue();
            default -> value;
        };
    }

    private static List<JsonNode> list(ArrayNode array) {
        List<JsonNode> items = new ArrayList<>(array.size());
        array.forEach(items::add);
        return items;
    }

    private static JsonNodeType elementType(ArrayNode original, ArrayNode patch) {
        JsonNode first = null;
        for (ArrayNode list : List.of(original, patch)) {
            for (JsonNode item : list) {
                if (first == null && item.isArray()) {
                    throw PatchErrors.unprocessable(new PatchFailure("lists of lists are not supported"));
                }
                if (first != null && !GoFormat.type(first).equals(GoFormat.type(item))) {
                    throw PatchErrors.unclassified("list element types are not identical: [" + GoFormat.of(original)
                            + " " + GoFormat.of(patch) + "]");
                }
                first = item;
            }
        }
        if (first == null) {
            throw PatchErrors.unclassified("no elements in any of the given slices");
        }
        return first.getNodeType();
    }
}
