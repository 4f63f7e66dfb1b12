package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.tree.SortedTree;

/** Which keys: all below a prefix that ends with a slash, or one. */
record Scope(String text) {

    boolean isKey() {
        return !text.endsWith("/");
    }

    boolean contains(String key) {
        return isKey() ? key.equals(text) : key.startsWith(text);
    }

    int count(SortedTree<String, CachedObject> state) {
        return isKey() ? (state.get(text) == null ? 0 : 1) : countFrom(state, text);
    }

    /** How many there are from that key on. */
    int countFrom(SortedTree<String, CachedObject> state, String key) {
        String end = isKey() ? Keys.after(text) : Keys.afterAll(text);
        return state.rank(end) - state.rank(key);
    }
}
