package dev.navarch.api.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of fields, as a tree: at each node some elements are members, and some lead to members below them; an
 * element may be both. Set operations share unchanged subtrees.
 */
@SuppressWarnings("ReferenceEquality") // the same instance means unchanged, without a walk
public final class FieldSet {

    public static final FieldSet EMPTY = new FieldSet(new Node[0]);

    // Sorted by element; no node is neither member nor parent, and no child set is empty.
    private final Node[] nodes;

    private FieldSet(Node[] nodes) {
        this.nodes = nodes;
    }

    /**
     * One element of a set.
     *
     * @param member whether the field itself is in the set
     * @param children the fields below that are in the set; null if there are none
     */
    record Node(
            PathElement element, boolean member, @Nullable FieldSet children) {}

    public static FieldSet of(FieldPath... paths) {
        var builder = new FieldSetBuilder();
        for (FieldPath path : paths) {
            builder.add(path);
        }
        return builder.build();
    }

    /** Takes sorted nodes. */
    static FieldSet ofSorted(List<Node> nodes) {
        return nodes.isEmpty() ? EMPTY : new FieldSet(nodes.toArray(Node[]::new));
    }

    List<Node> nodes() {
        return Arrays.asList(nodes);
    }

    public boolean isEmpty() {
        return nodes.length == 0;
    }

    /** How many fields are members. */
    public int size() {
        int size = 0;
        for (Node node : nodes) {
            size += (node.member ? 1 : 0) + (node.children == null ? 0 : node.children.size());
        }
        return size;
    }

    public boolean contains(FieldPath path) {
        FieldSet set = this;
        List<PathElement> elements = path.elements();
        for (int i = 0; i < elements.size(); i++) {
            Node node = set.find(elements.get(i));
            if (node == null) {
                return false;
            }
            if (i == elements.size() - 1) {
                return node.member;
            }
            if (node.children == null) {
                return false;
            }
            set = node.children;
        }
        return false;
    }

    @Nullable
    Node find(PathElement element) {
        int low = 0;
        int high = nodes.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int c = nodes[middle].element.compareTo(element);
            if (c == 0) {
                return nodes[middle];
            }
            if (c < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** The fields below an element. */
    public FieldSet below(PathElement element) {
        Node node = find(element);
        return node == null || node.children == null ? EMPTY : node.children;
    }

    public FieldSet union(FieldSet other) {
        if (other == this || other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        List<Node> out = new ArrayList<>(Math.max(nodes.length, other.nodes.length));
        int i = 0;
        int j = 0;
        while (i < nodes.length && j < other.nodes.length) {
            int c = nodes[i].element.compareTo(other.nodes[j].element);
            if (c < 0) {
                out.add(nodes[i++]);
            } else if (c > 0) {
                out.add(other.nodes[j++]);
            } else {
                out.add(union(nodes[i++], other.nodes[j++]));
            }
        }
        out.addAll(Arrays.asList(nodes).subList(i, nodes.length));
        out.addAll(Arrays.asList(other.nodes).subList(j, other.nodes.length));
        return ofSorted(out);
    }

    private static Node union(Node a, Node b) {
        FieldSet children =
                a.children == null ? b.children : b.children == null ? a.children : a.children.union(b.children);
        return new Node(a.element, a.member || b.member, children);
    }

    public FieldSet intersection(FieldSet other) {
        if (other == this) {
            return this;
        }
        List<Node> out = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < nodes.length && j < other.nodes.length) {
            int c = nodes[i].element.compareTo(other.nodes[j].element);
            if (c < 0) {
                i++;
            } else if (c > 0) {
                j++;
            } else {
                Node a = nodes[i++];
                Node b = other.nodes[j++];
                FieldSet children =
                        a.children == null || b.children == null ? null : a.children.intersection(b.children);
                add(out, a.element, a.member && b.member, children);
            }
        }
        return ofSorted(out);
    }

    /** Fields of this set that are not in the other; what lies below a field of the other stays. */
    public FieldSet difference(FieldSet other) {
        return subtract(other, false);
    }

    /** Fields of this set that are neither in the other nor below a field of the other. */
    public FieldSet recursiveDifference(FieldSet other) {
        return subtract(other, true);
    }

    private FieldSet subtract(FieldSet other, boolean recursively) {
        if (other.isEmpty() || isEmpty()) {
            return this;
        }
        List<Node> out = new ArrayList<>(nodes.length);
        boolean changed = false;
        int j = 0;
        for (Node a : nodes) {
            while (j < other.nodes.length && other.nodes[j].element.compareTo(a.element) < 0) {
                j++;
            }
            if (j == other.nodes.length || other.nodes[j].element.compareTo(a.element) > 0) {
                out.add(a);
                continue;
            }
            Node b = other.nodes[j];
            FieldSet children = recursively && b.member
                    ? null
                    : a.children == null || b.children == null
                            ? a.children
                            : a.children.subtract(b.children, recursively);
            boolean member = a.member && !b.member;
            changed |= member != a.member || children != a.children;
            add(out, a.element, member, children);
        }
        return changed ? ofSorted(out) : this;
    }

    private static void add(List<Node> out, PathElement element, boolean member, @Nullable FieldSet children) {
        FieldSet below = children == null || children.isEmpty() ? null : children;
        if (member || below != null) {
            out.add(new Node(element, member, below));
        }
    }

    /** The members that no other member lies below. */
    public FieldSet leaves() {
        List<Node> out = new ArrayList<>(nodes.length);
        for (Node node : nodes) {
            FieldSet children = node.children == null ? null : node.children.leaves();
            add(out, node.element, node.member && node.children == null, children);
        }
        return ofSorted(out);
    }

    /** This set and, of every field that leads to a member, the fields that the type declares by name. */
    FieldSet withNamedFields(@Nullable MergeType type) {
        List<Node> out = new ArrayList<>(nodes.length);
        for (Node node : nodes) {
            if (node.children == null) {
                out.add(node);
                continue;
            }
            boolean named = node.element instanceof PathElement.Field field
                    && type != null
                    && type.map() != null
                    && type.map().declares(field.name());
            MergeType below = type == null ? null : type.typeOf(node.element);
            out.add(new Node(node.element, node.member || named, node.children.withNamedFields(below)));
        }
        return ofSorted(out);
    }

    /** Calls back for each member: at each node first the members, then what is below them. */
    public void forEach(Consumer<FieldPath> visitor) {
        visit(new ArrayList<>(), visitor);
    }

    private void visit(List<PathElement> path, Consumer<FieldPath> visitor) {
        for (Node node : nodes) {
            if (node.member) {
                path.add(node.element);
                visitor.accept(new FieldPath(path));
                path.removeLast();
            }
        }
        for (Node node : nodes) {
            if (node.children != null) {
                path.add(node.element);
                node.children.visit(path, visitor);
                path.removeLast();
            }
        }
    }

    public List<FieldPath> paths() {
        List<FieldPath> paths = new ArrayList<>();
        forEach(paths::add);
        return paths;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof FieldSet set && Arrays.equals(nodes, set.nodes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(nodes);
    }

    /** One path a line. */
    @Override
    public String toString() {
        return String.join("\n", paths().stream().map(FieldPath::toString).toList());
    }
}
