package dev.navarch.controllers.cronjob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void fields_allow_values_ranges_steps_and_names() {
        assertNext("*/15 * * * *", "2026-03-01T10:07:30Z", "2026-03-01T10:15:00Z");
        assertNext("5 4 * * *", "2026-03-01T04:05:00Z", "2026-03-02T04:05:00Z");
        assertNext("0 9-17/4 * * mon-fri", "2026-03-06T17:00:00Z", "2026-03-09T09:00:00Z");
        assertNext("0 0 29 feb ?", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z");
        assertNext("30 6/6 * * *", "2026-03-01T12:31:00Z", "2026-03-01T18:30:00Z");
    }

    @Test
    void either_day_is_enough_where_both_are_restricted() {
        assertNext("0 0 13 * 5", "2026-03-01T00:00:00Z", "2026-03-06T00:00:00Z");
        assertNext("0 0 13 * *", "2026-03-01T00:00:00Z", "2026-03-13T00:00:00Z");
    }

    @Test
    void descriptors_and_delays_are_understood() {
        assertNext("@hourly", "2026-03-01T10:07:30Z", "2026-03-01T11:00:00Z");
        assertNext("@weekly", "2026-03-02T00:00:00Z", "2026-03-08T00:00:00Z");
        assertNext("@every 1h30m10s", "2026-03-01T10:00:00Z", "2026-03-01T11:30:10Z");
    }

    @Test
    void time_zones_keep_their_clock_through_daylight_saving() {
        assertNext("TZ=Europe/Berlin 30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z");
        assertNext("CRON_TZ=America/New_York 0 9 * * *", "2026-03-07T20:00:00Z", "2026-03-08T13:00:00Z");
    }

    @Test
    void a_day_that_never_comes_is_never_due() {
        assertEquals(
                Instant.EPOCH,
                Schedule.parse("59 23 31 2 *", ZoneOffset.UTC).next(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    void nonsense_is_refused() {
        for (String text : new String[] {
            "",
            "* * * *",
            "60 * * * *",
            "5-1 * * * *",
            "*/0 * * * *",
            "x * * * *",
            "@never",
            "@every 1x",
            "TZ=No/Where * * * * *"
        }) {
            assertThrows(IllegalArgumentException.class, () -> Schedule.parse(text, ZoneOffset.UTC), text);
        }
    }

    private static void assertNext(String schedule, String after, String next) {
        assertEquals(
                Instant.parse(next), Schedule.parse(schedule, ZoneOffset.UTC).next(Instant.parse(after)), schedule);
    }
}
