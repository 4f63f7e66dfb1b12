package dev.navarch.controllers.scheduler.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers events, so that the second of a kind makes the first a series and further ones only count. Not thread-safe:
 * the broadcaster's worker owns it.
 */
final class EventSeries {

    /** A series that nothing was added to for so long is written a last time and forgotten. */
    static final Duration FINISH_AFTER = Duration.ofMinutes(6);

    private static final List<String> KEY_FIELDS =
            List.of("type", "action", "reason", "reportingController", "reportingInstance", "regarding", "related");

    private static final class Entry {
        private final ObjectNode event;
        private Instant last;

        Entry(ObjectNode event, Instant last) {
            this.event = event;
            this.last = last;
        }
    }

    private final Map<List<Object>, Entry> events = new HashMap<>();

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Returns what to write now, null when counting is enough. */
    @Nullable
    ObjectNode record(ObjectNode event, String microTime, Instant now) {
        Entry known = events.get(key(event));
        if (known == null) {
            events.put(key(event), new Entry(event, now));
            return event.deepCopy();
        }
        known.last = now;
        ObjectNode series = (ObjectNode) known.event.get("series");
        if (series != null) {
            series.put("count", series.path("count").asInt() + 1);
            series.put("lastObservedTime", microTime);
            return null;
        }
        known.event.putObject("series").put("count", 2).put("lastObservedTime", microTime);
        return known.event.deepCopy();
    }

    private static List<Object> key(ObjectNode event) {
        List<Object> key = new ArrayList<>();
        for (String field : KEY_FIELDS) {
            key.add(event.path(field));
        }
        return key;
    }

    /** Forgets what is old and gives back the series among it, to be written with their last count. */
    List<ObjectNode> finish(Instant now) {
        List<ObjectNode> finished = new ArrayList<>();
        for (Iterator<Entry> all = events.values().iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.last.isBefore(now.minus(FINISH_AFTER))) {
                all.remove();
                if (entry.event.has("series")) {
                    finished.add(entry.event);
                }
            }
        }
        return finished;
    }
}
