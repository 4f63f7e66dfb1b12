package dev.navarch.controllers.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The API's two forms of time: {@code Time} to the second and {@code MicroTime} to the microsecond, both in UTC. */
public final class Times {

    private static final DateTimeFormatter MICRO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    public static String format(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String formatMicro(Instant instant) {
        return MICRO.format(instant);
    }

    /** The instant that the text names, or null for a field that is not set. */
    public static @Nullable Instant parse(@Nullable String time) {
        return time == null || time.isEmpty()
                ? null
                : OffsetDateTime.parse(time).toInstant();
    }

    /** As {@link #parse}, with {@link Instant#EPOCH} for a field that is not set. */
    public static Instant parseOrEpoch(@Nullable String time) {
        Instant instant = parse(time);
        return instant == null ? Instant.EPOCH : instant;
    }
}
