package dev.navarch.apiserver.cache;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the watches that a change may concern: those bound to a value of a field by looking it up, the others one by one.
 * Guarded by the lock of {@link LiveState}.
 */
final class WatchIndex {

    private final Set<String> fields;
    private final Map<WatchQuery.Trigger, Set<CacheWatch>> triggered = new HashMap<>();
    private final Set<CacheWatch> others = new LinkedHashSet<>();

    WatchIndex(Set<String> fields) {
        this.fields = fields;
    }

    void add(CacheWatch watch) {
        watchesLike(watch, true).add(watch);
    }

    void remove(CacheWatch watch) {
        Set<CacheWatch> siblings = watchesLike(watch, false);
        siblings.remove(watch);
        if (siblings.isEmpty()) {
            watch.trigger().ifPresent(triggered::remove);
        }
    }

    private Set<CacheWatch> watchesLike(CacheWatch watch, boolean create) {
        return watch.trigger()
                .filter(trigger -> fields.contains(trigger.field()))
                .map(trigger -> create
                        ? triggered.computeIfAbsent(trigger, _ -> new LinkedHashSet<>())
                        : triggered.getOrDefault(trigger, new HashSet<>()))
                .orElse(others);
    }

    List<CacheWatch> all() {
        var all = new HashSet<CacheWatch>(others);
        triggered.values().forEach(all::addAll);
        return List.copyOf(all);
    }

    void wake(CacheEvent event, long sequence) {
        others.forEach(watch -> watch.noticed(event, sequence));
        if (!triggered.isEmpty()) {
            wakeTriggered(event.object(), event, sequence);
            wakeTriggered(event.previous(), event, sequence);
        }
    }

    private void wakeTriggered(@Nullable CachedObject object, CacheEvent event, long sequence) {
        if (object == null) {
            return;
        }
        for (String field : fields) {
            var trigger = new WatchQuery.Trigger(field, object.field(field));
            triggered.getOrDefault(trigger, Set.of()).forEach(watch -> watch.noticed(event, sequence));
        }
    }
}
