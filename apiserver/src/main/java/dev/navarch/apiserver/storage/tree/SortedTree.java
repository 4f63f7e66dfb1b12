package dev.navarch.apiserver.storage.tree;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map: a B+ tree whose writes copy one path, about a kilobyte. Reads and writes take logarithmic
 * time; ranks too, for counting ranges without walking them.
 */
public final class SortedTree<K, V> {

    private final Comparator<? super K> order;
    private final Node<K, V> root;

    private SortedTree(Comparator<? super K> order, Node<K, V> root) {
        this.order = order;
        this.root = root;
    }

    public static <K, V> SortedTree<K, V> empty(Comparator<? super K> order) {
        return new SortedTree<>(order, Node.Leaf.empty());
    }

    /** A tree of those entries; where keys repeat, the last one counts. */
    public static <K, V> SortedTree<K, V> of(
            Comparator<? super K> order, Collection<? extends Map.Entry<K, V>> entries) {
        SortedTree<K, V> tree = empty(order);
        for (Map.Entry<K, V> entry : entries) {
            tree = tree.put(entry.getKey(), entry.getValue());
        }
        return tree;
    }

    public int size() {
        return root.size();
    }

    public @Nullable V get(K key) {
        return root.get(order, key);
    }

    public SortedTree<K, V> put(K key, V value) {
        return new SortedTree<>(order, root.put(order, key, value).grown());
    }

    /** This tree itself when it does not have the key. */
    public SortedTree<K, V> remove(K key) {
        Node<K, V> smaller = root.remove(order, key);
        return smaller == root ? this : new SortedTree<>(order, smaller.shrunk());
    }

    /** How many keys are less than this one. */
    public int rank(K key) {
        return root.rank(order, key);
    }

    /** All values in the order of their keys. */
    public Iterator<V> values() {
        var cursor = new Cursor<K, V>();
        cursor.descendToFirst(root);
        return cursor;
    }

    /** The values of that key and all greater ones, in order. */
    public Iterator<V> valuesFrom(K key) {
        var cursor = new Cursor<K, V>();
        cursor.descendTo(root, order, key);
        return cursor;
    }

    /** The inner nodes from the root down, each with the child that comes next, and the place in a leaf. */
    private static final class Cursor<K, V> implements Iterator<V> {

        private static final int MAX_HEIGHT = 16;

        @SuppressWarnings({"unchecked", "rawtypes"})
        private final Node.Inner<K, V>[] path = new Node.Inner[MAX_HEIGHT];

        private final int[] nextChild = new int[MAX_HEIGHT];
        private int depth;
        private Node.Leaf<K, V> leaf = Node.Leaf.empty();
        private int position;

        void descendToFirst(Node<K, V> start) {
            Node<K, V> node = start;
            while (node instanceof Node.Inner<K, V> inner) {
                push(inner, 1);
                node = inner.child(0);
            }
            leaf = (Node.Leaf<K, V>) node;
            position = 0;
        }

        void descendTo(Node<K, V> start, Comparator<? super K> order, K key) {
            Node<K, V> node = start;
            while (node instanceof Node.Inner<K, V> inner) {
                int index = inner.childIndex(order, key);
                push(inner, index + 1);
                node = inner.child(index);
            }
            leaf = (Node.Leaf<K, V>) node;
            position = leaf.ceiling(order, key);
        }

        private void push(Node.Inner<K, V> inner, int next) {
            path[depth] = inner;
            nextChild[depth] = next;
            depth++;
        }

        @Override
        public boolean hasNext() {
            while (position >= leaf.width()) {
                while (depth > 0 && nextChild[depth - 1] >= path[depth - 1].width()) {
                    depth--;
                }
                if (depth == 0) {
                    return false;
                }
                Node.Inner<K, V> inner = path[depth - 1];
                descendToFirst(inner.child(nextChild[depth - 1]++));
            }
            return true;
        }

        @Override
        public V next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return leaf.value(position++);
        }
    }
}
