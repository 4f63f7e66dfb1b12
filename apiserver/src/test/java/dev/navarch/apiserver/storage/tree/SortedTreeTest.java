package dev.navarch.apiserver.storage.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SortedTreeTest {

    @Property(tries = 200)
    void behaves_as_a_tree_map(@ForAll @Size(max = 3000) List<@IntRange(min = -600, max = 600) Integer> writes) {
        SortedTree<Integer, String> tree = SortedTree.empty(Comparator.<Integer>naturalOrder());
        var model = new TreeMap<Integer, String>();
        for (int write : writes) {
            int key = Math.abs(write);
            if (write < 0) {
                tree = tree.remove(key);
                model.remove(key);
            } else {
                tree = tree.put(key, "v" + model.size());
                model.put(key, "v" + model.size());
            }
        }
        assertEquals(new ArrayList<>(model.values()), list(tree.values()));
        assertEquals(model.size(), tree.size());
        for (int key = 0; key <= 601; key += 7) {
            assertEquals(model.get(key), tree.get(key));
            assertEquals(model.headMap(key).size(), tree.rank(key));
            assertEquals(new ArrayList<>(model.tailMap(key).values()), list(tree.valuesFrom(key)));
        }
    }

    @Property(tries = 20)
    void earlier_trees_do_not_change(@ForAll @Size(max = 300) List<@IntRange(min = -80, max = 80) Integer> writes) {
        SortedTree<Integer, Integer> tree = SortedTree.empty(Comparator.<Integer>naturalOrder());
        var model = new TreeMap<Integer, Integer>();
        var trees = new ArrayList<SortedTree<Integer, Integer>>();
        var models = new ArrayList<List<Integer>>();
        for (int write : writes) {
            tree = write < 0 ? tree.remove(-write) : tree.put(write, trees.size());
            if (write < 0) {
                model.remove(-write);
            } else {
                model.put(write, trees.size());
            }
            trees.add(tree);
            models.add(List.copyOf(model.values()));
        }
        for (int i = 0; i < trees.size(); i++) {
            assertEquals(models.get(i), list(trees.get(i).values()));
        }
    }

    @Test
    void grows_and_shrinks_through_several_levels() {
        SortedTree<Integer, Integer> tree = SortedTree.empty(Comparator.<Integer>naturalOrder());
        for (int i = 0; i < 50_000; i++) {
            tree = tree.put(i * 7919 % 50_000, i);
        }
        assertEquals(50_000, tree.size());
        assertEquals(12_345, tree.rank(12_345));
        for (int i = 0; i < 50_000; i++) {
            tree = tree.remove(i * 7907 % 50_000);
        }
        assertEquals(0, tree.size());
        assertNull(tree.get(1));
    }

    @Test
    void removing_an_absent_key_gives_the_same_tree() {
        SortedTree<Integer, Integer> tree =
                SortedTree.<Integer, Integer>empty(Comparator.naturalOrder()).put(1, 1);
        assertSame(tree, tree.remove(2));
    }

    private static <T> List<T> list(Iterator<T> values) {
        var all = new ArrayList<T>();
        values.forEachRemaining(all::add);
        return all;
    }
}
