package dev.navarch.api.apply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects a {@link FieldSet}; elements may come in any order and more than once. Not safe for several threads. */
final class FieldSetBuilder {

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(
            PathElement element, boolean member, @Nullable FieldSetBuilder below) {}

    void add(PathElement element) {
        entries.add(new Entry(element, true, null));
    }

    void add(FieldPath path) {
        FieldSetBuilder builder = this;
        List<PathElement> elements = path.elements();
        for (int i = 0; i < elements.size() - 1; i++) {
            builder = builder.below(elements.get(i));
        }
        if (!elements.isEmpty()) {
            builder.add(elements.getLast());
        }
    }

    /** The builder of what lies below an element; a new one at each call. */
    FieldSetBuilder below(PathElement element) {
        var below = new FieldSetBuilder();
        entries.add(new Entry(element, false, below));
        return below;
    }

    FieldSet build() {
        if (entries.isEmpty()) {
            return FieldSet.EMPTY;
        }
        List<FieldSet.Node> nodes = new ArrayList<>(entries.size());
        boolean sorted = true;
        PathElement previous = null;
        for (Entry entry : entries) {
            FieldSet children = entry.below == null ? null : entry.below.build();
            if (entry.member || (children != null && !children.isEmpty())) {
                nodes.add(new FieldSet.Node(entry.element, entry.member, children));
                sorted &= previous == null || previous.compareTo(entry.element) < 0;
                previous = entry.element;
            }
        }
        return FieldSet.ofSorted(sorted ? nodes : sortedAndJoined(nodes));
    }

    /** The set of nodes that may be unsorted or repeat an element. */
    static FieldSet of(List<FieldSet.Node> nodes) {
        return FieldSet.ofSorted(sortedAndJoined(nodes));
    }

    private static List<FieldSet.Node> sortedAndJoined(List<FieldSet.Node> nodes) {
        nodes.sort(Comparator.comparing(FieldSet.Node::element));
        List<FieldSet.Node> out = new ArrayList<>(nodes.size());
        for (FieldSet.Node node : nodes) {
            if (!out.isEmpty() && out.getLast().element().compareTo(node.element()) == 0) {
                out.add(join(out.removeLast(), node));
            } else {
                out.add(node);
            }
        }
        return out;
    }

    private static FieldSet.Node join(FieldSet.Node a, FieldSet.Node b) {
        FieldSet children = a.children() == null
                ? b.children()
                : b.children() == null ? a.children() : a.children().union(b.children());
        return new FieldSet.Node(a.element(), a.member() || b.member(), children);
    }
}
