package dev.navarch.api.apply;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adapts sets that were recorded while a field had parts with owners of their own to a schema where it is atomic. */
@SuppressWarnings("ReferenceEquality") // the same instance means unchanged, without a walk
final class SchemaChange {

    private SchemaChange() {}

    /** The set as it should be under the type; the same instance if it already is. */
    static FieldSet reconcile(FieldSet set, @Nullable MergeType type) {
        if (type == null || (type.map() != null && type.map().onlyDeduced())) {
            return set;
        }
        List<FieldSet.Node> nodes = new ArrayList<>(set.nodes().size());
        boolean changed = false;
        for (FieldSet.Node node : set.nodes()) {
            FieldSet.Node reconciled = node.children() == null ? node : reconcile(node, node.children(), type);
            changed |= reconciled != node;
            nodes.add(reconciled);
        }
        return changed ? FieldSet.ofSorted(nodes) : set;
    }

    private static FieldSet.Node reconcile(FieldSet.Node node, FieldSet children, MergeType type) {
        MergeType below = typeBelow(type, node.element());
        if (below == null) {
            return node;
        }
        if (isAtomic(below)) {
            return new FieldSet.Node(node.element(), true, null);
        }
        FieldSet reconciled = reconcile(children, below);
        return reconciled == children ? node : new FieldSet.Node(node.element(), node.member(), reconciled);
    }

    private static @Nullable MergeType typeBelow(MergeType type, PathElement element) {
        if (type.map() != null) {
            return element instanceof PathElement.Field field ? type.map().typeOf(field.name()) : null;
        }
        return type.list() == null ? null : type.list().element();
    }

    private static boolean isAtomic(MergeType type) {
        if (type.map() != null) {
            return !type.map().onlyDeduced() && type.map().atomic();
        }
        return type.scalar() == null && type.list() != null && !type.list().associative();
    }
}
