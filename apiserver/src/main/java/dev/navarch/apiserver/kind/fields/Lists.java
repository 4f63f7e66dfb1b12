package dev.navarch.apiserver.kind.fields;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What must hold of a list as a whole: how long it may be, and that nothing is in it twice. */
public final class Lists {

    private Lists() {}

    /** Each item keeps to the rules; a list that is too long is not looked at further. */
    public static void atMost(Place list, int max, Consumer<Place> rules) {
        if (list.size() > max) {
            list.tooMany(list.size(), max);
        } else {
            list.items().forEach(rules);
        }
    }

    /** As {@link #atMost}, and no two items have the same key. */
    public static void unique(Place list, int max, Function<Place, String> key, Consumer<Place> rules) {
        if (list.size() > max) {
            list.tooMany(list.size(), max);
            return;
        }
        list.items().forEach(rules);
        Set<String> seen = new HashSet<>();
        for (Place item : list.items()) {
            String itemKey = key.apply(item);
            if (!seen.add(itemKey)) {
                item.duplicate(itemKey);
            }
        }
    }
}
