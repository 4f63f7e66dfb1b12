package dev.navarch.controllers.cronjob;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** When a cron job is due: at times of the clock, or again and again after a delay. */
interface Schedule {

    /** The next time after this one, or {@link Instant#EPOCH} where there is none in the next five years. */
    Instant next(Instant after);

    /**
     * Reads the five fields of cron, or a descriptor as {@code @hourly} or {@code @every 1h30m}; a time zone may stand
     * before it, as {@code TZ=Asia/Tokyo}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Schedule parse(String text, ZoneId defaultZone) {
        String spec = text.strip();
        ZoneId zone = defaultZone;
        if (spec.startsWith("TZ=") || spec.startsWith("CRON_TZ=")) {
            int end = spec.indexOf(' ');
            String name = spec.substring(spec.indexOf('=') + 1, end < 0 ? spec.length() : end);
            try {
                zone = ZoneId.of(name);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("provided bad location " + name + ": unknown time zone " + name, e);
            }
            spec = end < 0 ? "" : spec.substring(end).strip();
        }
        if (spec.isEmpty()) {
            throw new IllegalArgumentException("empty spec string");
        }
        if (!spec.startsWith("@")) {
            return ClockSchedule.parse(spec, zone);
        }
        String every = "@every ";
        if (spec.startsWith(every)) {
            return new Delay(GoDurations.parse(spec.substring(every.length())));
        }
        String fields = switch (spec.toLowerCase(Locale.ROOT)) {
            case "@yearly", "@annually" -> "0 0 1 1 *";
            case "@monthly" -> "0 0 1 * *";
            case "@weekly" -> "0 0 * * 0";
            case "@daily", "@midnight" -> "0 0 * * *";
            case "@hourly" -> "0 * * * *";
            default -> throw new IllegalArgumentException("unrecognized descriptor: " + spec);
        };
        return ClockSchedule.parse(fields, zone);
    }

    /** Again and again, in whole seconds. */
    record Delay(Duration delay) implements Schedule {

        public Delay {
            delay = delay.compareTo(Duration.ofSeconds(1)) < 0
                    ? Duration.ofSeconds(1)
                    : Duration.ofSeconds(delay.toSeconds());
        }

        @Override
        public Instant next(Instant after) {
            return after.truncatedTo(ChronoUnit.SECONDS).plus(delay);
        }
    }
}
