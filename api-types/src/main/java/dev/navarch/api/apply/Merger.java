package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.MergeType.ListType;
import dev.navarch.api.apply.MergeType.MapType;
import dev.navarch.api.apply.MergeType.Shape;
import dev.navarch.api.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges an applied object into the live one: the applied side wins, and what only one side has stays. The result shares
 * subtrees with both.
 */
final class Merger {

    private Merger() {}

    /** The merged value; null where nothing is left, which leaves the member out. */
    static @Nullable JsonNode merge(@Nullable JsonNode left, @Nullable JsonNode right, MergeType type)
            throws TypedException {
        // Where the sides have different shapes, the right one's decides what comes out.
        Shape shape = type.shapeOf(right == null ? left : right);
        return switch (shape) {
            case SCALAR -> scalar(left, right, type);
            case LIST -> list(left, right, type);
            case MAP -> map(left, right, type);
            case NONE -> throw new TypedException("schema error: invalid atom: inlined");
        };
    }

    private static @Nullable JsonNode keepRight(@Nullable JsonNode left, @Nullable JsonNode right) {
        return right != null ? right : left;
    }

    private static @Nullable JsonNode scalar(@Nullable JsonNode left, @Nullable JsonNode right, MergeType type)
            throws TypedException {
        if (type.scalar() != null) {
            String leftError = Validator.scalarError(type.scalar(), left);
            String rightError = Validator.scalarError(type.scalar(), right);
            if (leftError != null && rightError != null) {
                throw TypedException.of(List.of("lhs: " + leftError, "rhs: " + rightError));
            }
        }
        return keepRight(left, right);
    }

    private static @Nullable JsonNode map(@Nullable JsonNode left, @Nullable JsonNode right, MergeType type)
            throws TypedException {
        JsonNode l = left != null && left.isObject() ? left : null;
        JsonNode r = right != null && right.isObject() ? right : null;
        boolean empty = (l == null || l.isEmpty()) && (r == null || r.isEmpty());
        MapType map = type.map();
        // Two empty values are a leaf, which keeps empty and null apart.
        return map == null || map.atomic() || empty ? keepRight(left, right) : members(l, r, map);
    }

    private static @Nullable JsonNode members(@Nullable JsonNode left, @Nullable JsonNode right, MapType type)
            throws TypedException {
        ObjectNode out = Json.object();
        if (left != null) {
            for (Map.Entry<String, JsonNode> member : left.properties()) {
                JsonNode other = right == null ? null : right.get(member.getKey());
                member(out, member.getKey(), member.getValue(), other, type);
            }
        }
        if (right != null) {
            for (Map.Entry<String, JsonNode> member : right.properties()) {
                if (left == null || !left.has(member.getKey())) {
                    member(out, member.getKey(), null, member.getValue(), type);
                }
            }
        }
        return out.isEmpty() ? null : out;
    }

    private static void member(
            ObjectNode out, String name, @Nullable JsonNode left, @Nullable JsonNode right, MapType type)
            throws TypedException {
        MergeType memberType = type.typeOf(name);
        if (memberType == null) {
            throw new TypedException("." + name + ": field not declared in schema");
        }
        JsonNode merged = merge(left, right, memberType);
        if (merged != null) {
            out.set(name, merged);
        }
    }

    private static @Nullable JsonNode list(@Nullable JsonNode left, @Nullable JsonNode right, MergeType type)
            throws TypedException {
        JsonNode l = left != null && left.isArray() ? left : null;
        JsonNode r = right != null && right.isArray() ? right : null;
        boolean empty = (l == null || l.isEmpty()) && (r == null || r.isEmpty());
        ListType list = type.list();
        return list == null || !list.associative() || empty ? keepRight(left, right) : new Items(list, l, r).merge();
    }

    /**
     * One merge of two associative lists. Items come in the order of the applied list; those that only the live list
     * has stay between the neighbours that they had.
     */
    private static final class Items {
        private final ListType type;
        private final @Nullable JsonNode left;
        private final List<PathElement> leftElements;
        private final List<PathElement> rightElements;
        private final Map<PathElement, JsonNode> leftItems;
        private final Map<PathElement, JsonNode> rightItems;
        private final Set<PathElement> merged = new HashSet<>();
        private final Deque<PathElement> shared = new ArrayDeque<>();
        private final ArrayNode out = Json.array();

        Items(ListType type, @Nullable JsonNode left, @Nullable JsonNode right) throws TypedException {
            this.type = type;
            this.left = left;
            this.rightElements = ListItems.elements(type, right);
            this.leftElements = ListItems.elements(type, left);
            this.rightItems = index(rightElements, right, false);
            this.leftItems = index(leftElements, left, true);
            for (PathElement element : rightElements) {
                if (leftItems.containsKey(element)) {
                    shared.add(element);
                }
            }
        }

        private static Map<PathElement, JsonNode> index(
                List<PathElement> elements, @Nullable JsonNode list, boolean allowDuplicates) throws TypedException {
            Map<PathElement, JsonNode> items = new HashMap<>();
            for (int i = 0; i < elements.size() && list != null; i++) {
                PathElement element = elements.get(i);
                if (items.containsKey(element)) {
                    if (!allowDuplicates) {
                        throw new TypedException("duplicate entries for key " + element);
                    }
                    // Repeated items are not merged with what is applied: it replaces them.
                    items.put(element, NullNode.instance);
                } else {
                    items.put(element, list.get(i));
                }
            }
            return items;
        }

        @Nullable
        JsonNode merge() throws TypedException {
            int l = 0;
            int r = 0;
            PathElement next = shared.poll();
            while (l < leftElements.size() || r < rightElements.size()) {
                if (l < leftElements.size() && r < rightElements.size()) {
                    PathElement element = leftElements.get(l);
                    if (element.equals(rightElements.get(r))) {
                        takeRight(element);
                        l++;
                        r++;
                        next = shared.poll();
                        continue;
                    }
                    if (rightItems.containsKey(element) && next != null && !next.equals(element)) {
                        l++; // shared, but its turn comes later
                        continue;
                    }
                }
                if (l < leftElements.size()) {
                    PathElement element = leftElements.get(l);
                    if (!rightItems.containsKey(element)) {
                        take(left == null ? null : left.get(l), null);
                        l++;
                        continue;
                    }
                    if (merged.contains(element)) {
                        l++;
                    }
                }
                if (r < rightElements.size()) {
                    PathElement element = rightElements.get(r);
                    takeRight(element);
                    r++;
                    if (element.equals(next)) {
                        next = shared.poll();
                    }
                }
            }
            return out.isEmpty() ? null : out;
        }

        private void takeRight(PathElement element) throws TypedException {
            merged.add(element);
            take(leftItems.get(element), rightItems.get(element));
        }

        private void take(@Nullable JsonNode l, @Nullable JsonNode r) throws TypedException {
            JsonNode item = Merger.merge(l, r, type.element());
            if (item != null) {
                out.add(item);
            }
        }
    }
}
