package dev.navarch.controllers.scheduler.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventSeriesTest {

    private final EventSeries series = new EventSeries();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private ObjectNode record(String reason) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("reason", reason);
        event.putObject("metadata").put("name", reason + now);
        return series.record(event, now.toString(), now);
    }

    @Test
    void first_event_is_written_as_it_is_and_the_second_makes_it_a_series() {
        ObjectNode first = record("A");
        assertFalse(first.has("series"));
        now = now.plusSeconds(1);
        ObjectNode second = record("A");
        assertEquals(2, second.path("series").path("count").asInt());
        assertEquals(first.path("metadata"), second.path("metadata"));
        assertNull(record("A"));
        assertFalse(record("B").has("series"));
    }

    @Test
    void quiet_series_is_written_with_its_last_count_and_forgotten() {
        record("A");
        record("A");
        record("A");
        record("B");
        now = now.plusSeconds(361);
        var finished = series.finish(now);
        assertEquals(1, finished.size());
        assertEquals(3, finished.getFirst().path("series").path("count").asInt());
        assertTrue(series.isEmpty());
    }
}
