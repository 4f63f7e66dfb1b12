package dev.navarch.controllers.cronjob;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The five fields of cron in a time zone. Where both days are restricted, either is enough; a field that begins with a
 * star counts as not restricted.
 */
record ClockSchedule(Field minutes, Field hours, Field days, Field months, Field weekdays, ZoneId zone)
        implements Schedule {

    private static final int YEARS = 5;
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** The values that a field allows. */
    record Field(BitSet values, boolean star) {
        boolean has(int value) {
            return values.get(value);
        }
    }

    static ClockSchedule parse(String spec, ZoneId zone) {
        String[] fields = spec.split("\\s+", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "expected exactly 5 fields, found " + fields.length + ": [" + String.join(" ", fields) + "]");
        }
        return new ClockSchedule(
                field(fields[0], 0, 59, List.of()),
                field(fields[1], 0, 23, List.of()),
                field(fields[2], 1, 31, List.of()),
                field(fields[3], 1, 12, MONTHS),
                field(fields[4], 0, 6, WEEKDAYS),
                zone);
    }

    private static Field field(String text, int min, int max, List<String> names) {
        BitSet values = new BitSet();
        boolean star = false;
        for (String part : text.split(",", -1)) {
            star |= range(part, min, max, names, values);
        }
        return new Field(values, star);
    }

    private static boolean range(String part, int min, int max, List<String> names, BitSet values) {
        String[] rangeAndStep = part.split("/", -1);
        String[] limits = rangeAndStep[0].split("-", -1);
        boolean star = limits[0].equals("*") || limits[0].equals("?");
        int start = star ? min : number(limits[0], min, names);
        int end = star ? max : limits.length > 1 ? number(limits[1], min, names) : start;
        if (limits.length > 2) {
            throw new IllegalArgumentException("too many hyphens: " + part);
        }
        int step = 1;
        if (rangeAndStep.length == 2) {
            step = number(rangeAndStep[1], 0, List.of());
            end = limits.length == 1 ? max : end;
            star &= step == 1;
        } else if (rangeAndStep.length > 2) {
            throw new IllegalArgumentException("too many slashes: " + part);
        }
        if (start < min) {
            throw new IllegalArgumentException(
                    "beginning of range (" + start + ") below minimum (" + min + "): " + part);
        }
        if (end > max) {
            throw new IllegalArgumentException("end of range (" + end + ") above maximum (" + max + "): " + part);
        }
        if (start > end) {
            throw new IllegalArgumentException(
                    "beginning of range (" + start + ") beyond end of range (" + end + "): " + part);
        }
        if (step == 0) {
            throw new IllegalArgumentException("step of range should be a positive number: " + part);
        }
        for (int value = start; value <= end; value += step) {
            values.set(value);
        }
        return star;
    }

    private static int number(String text, int min, List<String> names) {
        int named = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (named >= 0) {
            return named + min;
        }
        try {
            int number = Integer.parseInt(text);
            if (number < 0) {
                throw new IllegalArgumentException("negative number (" + number + ") not allowed: " + text);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("failed to parse int from " + text, e);
        }
    }

    @Override
    public Instant next(Instant after) {
        ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        int lastYear = time.getYear() + YEARS;
        while (time.getYear() <= lastYear) {
            if (!months.has(time.getMonthValue())) {
                time = time.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
            } else if (!isDay(time)) {
                time = time.toLocalDate().plusDays(1).atStartOfDay(zone);
            } else if (!hours.has(time.getHour())) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.has(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return time.toInstant();
            }
        }
        return Instant.EPOCH;
    }

    private boolean isDay(ZonedDateTime time) {
        boolean day = days.has(time.getDayOfMonth());
        boolean weekday = weekdays.has(time.getDayOfWeek().getValue() % 7);
        if (days.star() || weekdays.star()) {
            return day && weekday;
        }
        return day || weekday;
    }
}
