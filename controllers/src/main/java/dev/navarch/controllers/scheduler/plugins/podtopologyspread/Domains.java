package dev.navarch.controllers.scheduler.plugins.podtopologyspread;

import java.util.HashMap;
import java.util.Map;

/** How many matching pods each domain of one topology has, and which domain has the fewest. Not thread-safe. */
final class Domains {

    private final Map<String, Integer> counts = new HashMap<>();
    /** The two least filled domains: enough to follow one change at a time. */
    private Least first = Least.NONE;

    private Least second = Least.NONE;

    private record Least(String value, int count) {
        static final Least NONE = new Least("", Integer.MAX_VALUE);
    }

    Domains copy() {
        Domains copy = new Domains();
        copy.counts.putAll(counts);
        copy.first = first;
        copy.second = second;
        return copy;
    }

    /** While all nodes are counted; {@link #findLeast} must follow. */
    void count(String value, int pods) {
        counts.merge(value, pods, Integer::sum);
    }

    void findLeast() {
        counts.forEach(this::update);
    }

    void add(String value, int delta) {
        update(value, counts.merge(value, delta, Integer::sum));
    }

    private void update(String value, int count) {
        Least changed = new Least(value, count);
        if (value.equals(first.value)) {
            first = changed;
            swapIfNeeded();
        } else if (value.equals(second.value)) {
            second = changed;
            swapIfNeeded();
        } else if (count < first.count) {
            second = first;
            first = changed;
        } else if (count < second.count) {
            second = changed;
        }
    }

    private void swapIfNeeded() {
        if (first.count > second.count) {
            Least less = second;
            second = first;
            first = less;
        }
    }

    int get(String value) {
        return counts.getOrDefault(value, 0);
    }

    /** The fewest pods that a domain has; none when there are fewer domains than wanted. */
    int least(int minDomains) {
        return counts.size() < minDomains ? 0 : first.count;
    }
}
