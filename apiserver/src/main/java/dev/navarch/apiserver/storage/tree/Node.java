package dev.navarch.apiserver.storage.tree;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree. Results of {@link #put} may be one wider than {@link #MAX}, those of {@link #remove} narrower than
 * {@link #MIN}; the parent, or the tree at the root, mends that.
 */
abstract sealed class Node<K, V> {

    static final int MAX = 32;
    static final int MIN = 12;

    /** Sorted: of a leaf its keys, of an inner node for each child a key not greater than all in it (the first's counts for all below). */
    final Object[] keys;

    private Node(Object[] keys) {
        this.keys = keys;
    }

    abstract int size();

    abstract @Nullable V get(Comparator<? super K> order, K key);

    abstract Node<K, V> put(Comparator<? super K> order, K key, V value);

    /** This node itself when it does not have the key. */
    abstract Node<K, V> remove(Comparator<? super K> order, K key);

    abstract int rank(Comparator<? super K> order, K key);

    abstract Node<K, V> slice(int from, int to);

    abstract Node<K, V> append(Node<K, V> right);

    final int width() {
        return keys.length;
    }

    final Node<K, V> grown() {
        return width() > MAX ? Inner.of(halves()) : this;
    }

    final Node<K, V> shrunk() {
        Node<K, V> node = this;
        while (node instanceof Inner<K, V> inner && inner.width() == 1) {
            node = inner.child(0);
        }
        return node;
    }

    final Object[] halves() {
        int middle = width() / 2;
        return new Object[] {slice(0, middle), slice(middle, width())};
    }

    @SuppressWarnings("unchecked")
    final K key(int index) {
        return (K) keys[index];
    }

    /** The index of the key, or -(where it would be)-1. */
    final int search(Comparator<? super K> order, K key) {
        int low = 0;
        int high = keys.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int comparison = order.compare(key(middle), key);
            if (comparison == 0) {
                return middle;
            }
            if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** A copy with the elements from {@code from} to before {@code to} replaced. */
    static Object[] splice(Object[] array, int from, int to, Object... replacement) {
        Object[] result = new Object[array.length - (to - from) + replacement.length];
        System.arraycopy(array, 0, result, 0, from);
        System.arraycopy(replacement, 0, result, from, replacement.length);
        System.arraycopy(array, to, result, from + replacement.length, array.length - to);
        return result;
    }

    private static Object[] concat(Object[] left, Object[] right) {
        return splice(left, left.length, left.length, right);
    }

    static final class Leaf<K, V> extends Node<K, V> {

        private static final Leaf<?, ?> EMPTY = new Leaf<>(new Object[0], new Object[0]);

        private final Object[] values;

        private Leaf(Object[] keys, Object[] values) {
            super(keys);
            this.values = values;
        }

        @SuppressWarnings("unchecked")
        static <K, V> Leaf<K, V> empty() {
            return (Leaf<K, V>) EMPTY;
        }

        @SuppressWarnings("unchecked")
        V value(int index) {
            return (V) values[index];
        }

        int ceiling(Comparator<? super K> order, K key) {
            int found = search(order, key);
            return found >= 0 ? found : -found - 1;
        }

        @Override
        int size() {
            return width();
        }

        @Override
        @Nullable
        V get(Comparator<? super K> order, K key) {
            int found = search(order, key);
            return found >= 0 ? value(found) : null;
        }

        @Override
        Node<K, V> put(Comparator<? super K> order, K key, V value) {
            int found = search(order, key);
            if (found >= 0) {
                return new Leaf<>(splice(keys, found, found + 1, key), splice(values, found, found + 1, value));
            }
            int at = -found - 1;
            return new Leaf<>(splice(keys, at, at, key), splice(values, at, at, value));
        }

        @Override
        Node<K, V> remove(Comparator<? super K> order, K key) {
            int found = search(order, key);
            return found < 0 ? this : new Leaf<>(splice(keys, found, found + 1), splice(values, found, found + 1));
        }

        @Override
        int rank(Comparator<? super K> order, K key) {
            return ceiling(order, key);
        }

        @Override
        Node<K, V> slice(int from, int to) {
            return new Leaf<>(Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to));
        }

        @Override
        Node<K, V> append(Node<K, V> right) {
            return new Leaf<>(concat(keys, right.keys), concat(values, ((Leaf<K, V>) right).values));
        }
    }

    static final class Inner<K, V> extends Node<K, V> {

        private final Object[] children;
        private final int size;

        private Inner(Object[] keys, Object[] children) {
            super(keys);
            this.children = children;
            int sum = 0;
            for (Object child : children) {
                sum += ((Node<?, ?>) child).size();
            }
            this.size = sum;
        }

        static <K, V> Inner<K, V> of(Object... children) {
            return new Inner<>(firstKeys(children), children);
        }

        private static Object[] firstKeys(Object... nodes) {
            Object[] first = new Object[nodes.length];
            for (int i = 0; i < nodes.length; i++) {
                first[i] = ((Node<?, ?>) nodes[i]).keys[0];
            }
            return first;
        }

        @SuppressWarnings("unchecked")
        Node<K, V> child(int index) {
            return (Node<K, V>) children[index];
        }

        /** The child that has the key if any has. */
        int childIndex(Comparator<? super K> order, K key) {
            int found = search(order, key);
            return found >= 0 ? found : Math.max(0, -found - 2);
        }

        @Override
        int size() {
            return size;
        }

        @Override
        @Nullable
        V get(Comparator<? super K> order, K key) {
            return child(childIndex(order, key)).get(order, key);
        }

        @Override
        Node<K, V> put(Comparator<? super K> order, K key, V value) {
            int index = childIndex(order, key);
            Node<K, V> child = child(index).put(order, key, value);
            return child.width() > MAX ? replace(index, index + 1, child.halves()) : replace(index, index + 1, child);
        }

        @Override
        Node<K, V> remove(Comparator<? super K> order, K key) {
            int index = childIndex(order, key);
            Node<K, V> child = child(index).remove(order, key);
            if (child == child(index)) {
                return this;
            }
            return child.width() < MIN && width() > 1 ? merge(index, child) : replace(index, index + 1, child);
        }

        /** Joins a narrow child with a neighbour, as one when they fit, else as two of the same width. */
        private Node<K, V> merge(int index, Node<K, V> child) {
            int left = index > 0 ? index - 1 : index;
            Node<K, V> joined = index > 0 ? child(left).append(child) : child.append(child(index + 1));
            return joined.width() > MAX ? replace(left, left + 2, joined.halves()) : replace(left, left + 2, joined);
        }

        private Inner<K, V> replace(int from, int to, Object... nodes) {
            return new Inner<>(splice(keys, from, to, firstKeys(nodes)), splice(children, from, to, nodes));
        }

        @Override
        int rank(Comparator<? super K> order, K key) {
            int index = childIndex(order, key);
            int before = 0;
            for (int i = 0; i < index; i++) {
                before += child(i).size();
            }
            return before + child(index).rank(order, key);
        }

        @Override
        Node<K, V> slice(int from, int to) {
            return new Inner<>(Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(children, from, to));
        }

        @Override
        Node<K, V> append(Node<K, V> right) {
            return new Inner<>(concat(keys, right.keys), concat(children, ((Inner<K, V>) right).children));
        }
    }
}
