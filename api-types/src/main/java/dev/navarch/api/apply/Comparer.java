package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.apply.MergeType.ListType;
import dev.navarch.api.apply.MergeType.MapType;
import dev.navarch.api.apply.MergeType.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the fields that differ between two objects of one type. */
@SuppressWarnings("ReferenceEquality") // the same node on both sides is equal, without a walk
final class Comparer {

    private final FieldSetBuilder added = new FieldSetBuilder();
    private final FieldSetBuilder modified = new FieldSetBuilder();
    private final FieldSetBuilder removed = new FieldSetBuilder();

    private Comparer() {}

    static Comparison compare(JsonNode left, JsonNode right, MergeType type) throws TypedException {
        var comparer = new Comparer();
        var root = new Scope(null, new PathElement.Index(0), comparer.added, comparer.modified, comparer.removed);
        comparer.visit(null, root, left, right, type);
        return new Comparison(comparer.added.build(), comparer.modified.build(), comparer.removed.build());
    }

    /** The three sets below one element, made as soon as something is found to differ there. */
    private static final class Scope {
        private final @Nullable Scope above;
        private final PathElement element;
        private @Nullable FieldSetBuilder added;
        private @Nullable FieldSetBuilder modified;
        private @Nullable FieldSetBuilder removed;

        Scope(
                @Nullable Scope above,
                PathElement element,
                @Nullable FieldSetBuilder added,
                @Nullable FieldSetBuilder modified,
                @Nullable FieldSetBuilder removed) {
            this.above = above;
            this.element = element;
            this.added = added;
            this.modified = modified;
            this.removed = removed;
        }

        Scope below(PathElement child) {
            return new Scope(this, child, null, null, null);
        }

        FieldSetBuilder added() {
            if (added == null) {
                added = above == null ? new FieldSetBuilder() : above.added().below(element);
            }
            return added;
        }

        FieldSetBuilder modified() {
            if (modified == null) {
                modified =
                        above == null ? new FieldSetBuilder() : above.modified().below(element);
            }
            return modified;
        }

        FieldSetBuilder removed() {
            if (removed == null) {
                removed =
                        above == null ? new FieldSetBuilder() : above.removed().below(element);
            }
            return removed;
        }
    }

    /** Compares a value found at {@code element} of {@code above}; the root has neither. */
    private void visit(
            @Nullable Scope above, Scope scope, @Nullable JsonNode left, @Nullable JsonNode right, MergeType type)
            throws TypedException {
        if (left == right) {
            return;
        }
        Shape leftShape = type.shapeOf(left);
        Shape rightShape = type.shapeOf(right);
        boolean leaf;
        if (right == null) {
            leaf = visitInside(leftShape, scope, left, null, type);
        } else if (left == null || leftShape == rightShape) {
            leaf = visitInside(rightShape, scope, left, right, type);
        } else {
            visitInside(leftShape, scope, left, right, type);
            leaf = visitInside(rightShape, scope, left, right, type);
        }
        if (above == null) {
            return;
        }
        if (left == null) {
            above.added().add(scope.element);
        } else if (right == null) {
            above.removed().add(scope.element);
        } else if (leaf && !JsonOrder.equal(left, right)) {
            above.modified().add(scope.element);
        }
    }

    /** Compares what is inside as a value of the shape; whether it is a leaf, compared as a whole. */
    private boolean visitInside(
            Shape shape, Scope scope, @Nullable JsonNode left, @Nullable JsonNode right, MergeType type)
            throws TypedException {
        return switch (shape) {
            case SCALAR -> {
                requireScalar(left, right, type);
                yield true;
            }
            case LIST -> visitList(scope, left, right, type.list());
            case MAP -> visitMap(scope, left, right, type.map());
            case NONE -> throw new TypedException("schema error: invalid atom: inlined");
        };
    }

    private boolean visitList(Scope scope, @Nullable JsonNode left, @Nullable JsonNode right, @Nullable ListType type)
            throws TypedException {
        JsonNode l = left != null && left.isArray() ? left : null;
        JsonNode r = right != null && right.isArray() ? right : null;
        boolean empty = (l == null || l.isEmpty()) && (r == null || r.isEmpty());
        if (type == null || !type.associative() || empty) {
            return true;
        }
        if (l != null && r != null && JsonOrder.equal(l, r)) {
            return false; // the usual case, and far cheaper than to tell the items apart
        }
        visitItems(scope, l, r, type);
        return false;
    }

    private boolean visitMap(Scope scope, @Nullable JsonNode left, @Nullable JsonNode right, @Nullable MapType type)
            throws TypedException {
        JsonNode l = left != null && left.isObject() ? left : null;
        JsonNode r = right != null && right.isObject() ? right : null;
        boolean empty = (l == null || l.isEmpty()) && (r == null || r.isEmpty());
        if (type == null || type.atomic() || empty) {
            return true;
        }
        visitMembers(scope, l, r, type);
        return false;
    }

    private static void requireScalar(@Nullable JsonNode left, @Nullable JsonNode right, MergeType type)
            throws TypedException {
        if (type.scalar() == null) {
            return;
        }
        String leftError = Validator.scalarError(type.scalar(), left);
        String rightError = Validator.scalarError(type.scalar(), right);
        if (leftError != null && rightError != null) {
            throw TypedException.of(List.of("lhs: " + leftError, "rhs: " + rightError));
        }
    }

    private void visitMembers(Scope scope, @Nullable JsonNode left, @Nullable JsonNode right, MapType type)
            throws TypedException {
        if (left != null) {
            for (Map.Entry<String, JsonNode> member : left.properties()) {
                JsonNode other = right == null ? null : right.get(member.getKey());
                visitMember(scope, member.getKey(), member.getValue(), other, type);
            }
        }
        if (right != null) {
            for (Map.Entry<String, JsonNode> member : right.properties()) {
                if (left == null || !left.has(member.getKey())) {
                    visitMember(scope, member.getKey(), null, member.getValue(), type);
                }
            }
        }
    }

    private void visitMember(Scope scope, String name, @Nullable JsonNode left, @Nullable JsonNode right, MapType type)
            throws TypedException {
        if (left == right) {
            return;
        }
        MergeType member = type.typeOf(name);
        PathElement.Field element = type.element(name);
        if (member == null) {
            throw new TypedException(element + ": field not declared in schema");
        }
        visit(scope, scope.below(element), left, right, member);
    }

    private void visitItems(Scope scope, @Nullable JsonNode left, @Nullable JsonNode right, ListType type)
            throws TypedException {
        Map<PathElement, Sides> items = new LinkedHashMap<>();
        List<PathElement> elements = ListItems.elements(type, left);
        for (int i = 0; i < elements.size() && left != null; i++) {
            items.computeIfAbsent(elements.get(i), e -> new Sides()).left.add(left.get(i));
        }
        elements = ListItems.elements(type, right);
        for (int i = 0; i < elements.size() && right != null; i++) {
            items.computeIfAbsent(elements.get(i), e -> new Sides()).right.add(right.get(i));
        }
        for (Map.Entry<PathElement, Sides> item : items.entrySet()) {
            visitItem(scope, item.getKey(), item.getValue(), type);
        }
    }

    private static final class Sides {
        private final List<JsonNode> left = new ArrayList<>(1);
        private final List<JsonNode> right = new ArrayList<>(1);
    }

    // Items that there are several of are compared as if they were atomic.
    private void visitItem(Scope scope, PathElement element, Sides sides, ListType type) throws TypedException {
        JsonNode left = sides.left.isEmpty() ? null : sides.left.getFirst();
        JsonNode right = sides.right.isEmpty() ? null : sides.right.getFirst();
        boolean repeatedLeft = sides.left.size() > 1;
        boolean repeatedRight = sides.right.size() > 1;
        if (!repeatedLeft && !repeatedRight) {
            visit(scope, scope.below(element), left, right, type.element());
        } else if (repeatedLeft && repeatedRight) {
            if (!sameItems(sides)) {
                scope.modified().add(element);
            }
        } else if (repeatedLeft) {
            if (right != null) {
                visit(scope, scope.below(element), null, right, type.element());
            }
            scope.removed().add(element);
        } else {
            if (left != null) {
                visit(scope, scope.below(element), left, null, type.element());
            }
            scope.added().add(element);
        }
    }

    private static boolean sameItems(Sides sides) {
        if (sides.left.size() != sides.right.size()) {
            return false;
        }
        for (int i = 0; i < sides.left.size(); i++) {
            if (!JsonOrder.equal(sides.left.get(i), sides.right.get(i))) {
                return false;
            }
        }
        return true;
    }
}
