package dev.navarch.api.meta;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;

/** Times as the API writes them: RFC 3339 in UTC; whole seconds for Time, six digits of fraction for MicroTime. */
public final class Timestamps {

    private static final DateTimeFormatter SECONDS = formatter("'Z'", "");
    private static final DateTimeFormatter MICROS = formatter("'Z'", ".SSSSSS");

    private Timestamps() {}

    private static DateTimeFormatter formatter(String zone, String fraction) {
        return new DateTimeFormatterBuilder()
                .appendValue(ChronoField.YEAR, 4, 4, SignStyle.NOT_NEGATIVE)
                .appendPattern("-MM-dd'T'HH:mm:ss" + fraction + zone)
                .toFormatter()
                .withZone(ZoneOffset.UTC);
    }

    /** {@code 2026-01-31T12:00:00Z}; fractions of a second are cut off. */
    public static String format(Instant time) {
        return SECONDS.format(time);
    }

    /** {@code 2026-01-31T12:00:00.000000Z}. */
    public static String formatMicro(Instant time) {
        return MICROS.format(time);
    }

    /** Any RFC 3339 time; throws {@link DateTimeException} otherwise. */
    public static Instant parse(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** The present, in whole seconds. */
    public static String now() {
        return format(Instant.now());
    }
}
