package dev.navarch.kubelet.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(300), new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void the_first_failure_goes_unpunished() {
        assertEquals(Optional.empty(), backoff.inBackoffSince("a", now));
    }

    @Test
    void delays_double_up_to_the_longest() {
        long[] expected = {10, 20, 40, 80, 160, 300, 300};
        for (long seconds : expected) {
            backoff.next("a", now);
            assertEquals(Optional.of(Duration.ofSeconds(seconds)), backoff.inBackoffSince("a", now));
            now = now.plusSeconds(seconds);
            assertEquals(Optional.empty(), backoff.inBackoffSince("a", now.minusSeconds(seconds)));
        }
    }

    @Test
    void who_has_done_well_for_long_begins_anew() {
        backoff.next("a", now);
        backoff.next("a", now);
        now = now.plusSeconds(601);
        backoff.next("a", now);
        assertEquals(Optional.of(Duration.ofSeconds(10)), backoff.inBackoffSince("a", now));
    }

    @Test
    void keys_are_independent_and_can_be_forgotten() {
        backoff.next("pod/a", now);
        assertEquals(Optional.empty(), backoff.inBackoffSince("pod/b", now));
        backoff.forget("pod/");
        assertEquals(Optional.empty(), backoff.inBackoffSince("pod/a", now));
    }
}
