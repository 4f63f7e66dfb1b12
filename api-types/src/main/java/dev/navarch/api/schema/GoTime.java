package dev.navarch.api.schema;

import dev.navarch.api.meta.FieldValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Reads a time by the layout of RFC 3339, failing with the words of Go's {@code time.Parse}. */
final class GoTime {

    private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
    private static final String MICROS = "2006-01-02T15:04:05.000000Z07:00";

    private final String text;
    private final boolean micro;
    private int at;

    GoTime(String text, boolean micro) {
        this.text = text;
        this.micro = micro;
    }

    Instant parse() {
        int year = digits(4, "2006");
        literal("-");
        int month = inRange(digits(2, "01"), 1, 12, "month");
        literal("-");
        int day = digits(2, "02");
        literal("T");
        int hour = inRange(oneOrTwoDigits("15"), 0, 23, "hour");
        literal(":");
        int minute = inRange(digits(2, "04"), 0, 59, "minute");
        literal(":");
        int second = inRange(digits(2, "05"), 0, 59, "second");
        int nanos = micro ? micros() : fraction();
        ZoneOffset zone = zone();
        if (at < text.length()) {
            throw new DecodeException(
                    "parsing time " + FieldValue.quote(text) + ": extra text: " + FieldValue.quote(text.substring(at)));
        }
        return LocalDateTime.of(date(year, month, day), LocalTime.of(hour, minute, second, nanos))
                .toInstant(zone);
    }

    private LocalDate date(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            throw new DecodeException("parsing time " + FieldValue.quote(text) + ": day out of range", e);
        }
    }

    private int micros() {
        if (at >= text.length() || text.charAt(at) != '.' || countDigits(at + 1) < 6) {
            throw cannot(".000000");
        }
        at++;
        return digits(6, ".000000") * 1000;
    }

    /** A fraction may follow the seconds though the layout has none. */
    private int fraction() {
        boolean separator = at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',');
        int count = separator ? countDigits(at + 1) : 0;
        if (count == 0) {
            return 0;
        }
        String digits = (text.substring(at + 1, at + 1 + count) + "000000000").substring(0, 9);
        at += 1 + count;
        return Integer.parseInt(digits);
    }

    private ZoneOffset zone() {
        if (at < text.length() && text.charAt(at) == 'Z') {
            at++;
            return ZoneOffset.UTC;
        }
        String rest = text.substring(at);
        if (!rest.matches("(?s)[+-]\\d\\d:\\d\\d.*")) {
            throw cannot("Z07:00");
        }
        int hours = inRange(Integer.parseInt(rest.substring(1, 3)), 0, 24, "time zone offset hour");
        int minutes = inRange(Integer.parseInt(rest.substring(4, 6)), 0, 60, "time zone offset minute");
        at += 6;
        int total = Math.min(hours * 3600 + minutes * 60, 18 * 3600);
        return ZoneOffset.ofTotalSeconds(rest.charAt(0) == '-' ? -total : total);
    }

    private int digits(int count, String element) {
        if (countDigits(at) < count) {
            throw cannot(element);
        }
        int value = Integer.parseInt(text.substring(at, at + count));
        at += count;
        return value;
    }

    private int oneOrTwoDigits(String element) {
        return digits(Math.clamp(countDigits(at), 1, 2), element);
    }

    private int countDigits(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return Math.max(0, end - from);
    }

    private void literal(String literal) {
        if (!text.startsWith(literal, at)) {
            throw cannot(literal);
        }
        at += literal.length();
    }

    private int inRange(int value, int min, int max, String what) {
        if (value < min || value > max) {
            throw new DecodeException("parsing time " + FieldValue.quote(text) + ": " + what + " out of range");
        }
        return value;
    }

    private DecodeException cannot(String element) {
        return new DecodeException("parsing time " + FieldValue.quote(text) + " as "
                + FieldValue.quote(micro ? MICROS : SECONDS) + ": cannot parse "
                + FieldValue.quote(text.substring(at)) + " as " + FieldValue.quote(element));
    }
}
