package dev.navarch.controllers.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.events.EventCorrelator.Written;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventCorrelatorTest {

    private final EventCorrelator correlator = new EventCorrelator();
    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void the_same_event_again_counts_up_the_first() {
        var first = correlator.correlate(event("a"), now).orElseThrow();
        correlator.wrote(first.key(), new Written("e", 1, now));
        assertEquals(
                "e",
                correlator.correlate(event("a"), now).orElseThrow().existing().name());
    }

    @Test
    void ten_texts_of_one_kind_are_gathered_in_one_event() {
        for (int i = 0; i < 9; i++) {
            assertEquals(
                    "text " + i,
                    correlator
                            .correlate(event("text " + i), now)
                            .orElseThrow()
                            .event()
                            .message());
        }
        assertEquals(
                "(combined from similar events): text 9",
                correlator.correlate(event("text 9"), now).orElseThrow().event().message());
        assertEquals(
                "text 9",
                correlator
                        .correlate(event("text 9"), now.plusSeconds(601))
                        .orElseThrow()
                        .event()
                        .message());
    }

    @Test
    void a_loud_source_is_silenced_until_it_has_been_quiet() {
        for (int i = 0; i < 25; i++) {
            assertTrue(correlator.correlate(event("a"), now).isPresent());
        }
        assertTrue(correlator.correlate(event("a"), now).isEmpty());
        assertTrue(correlator.correlate(event("a"), now.plusSeconds(301)).isPresent());
    }

    private static RecordedEvent event(String message) {
        return new RecordedEvent(
                "c",
                new ObjectReferenceBuilder()
                        .withKind("Pod")
                        .withNamespace("n")
                        .withName("p")
                        .build(),
                "Normal",
                "R",
                message,
                Map.of());
    }
}
