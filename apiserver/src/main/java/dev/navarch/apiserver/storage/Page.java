package dev.navarch.apiserver.storage;

import java.util.List;

/**
 * Items of a list in the order of {@link Keys#ORDER}.
 *
 * @param revision the state that was read; for a list of the latest state, what was current
 * @param remaining how many more there are behind the last item at that revision
 */
public record Page(List<KeyValue> items, long revision, long remaining) {

    public Page {
        items = List.copyOf(items);
    }
}
