package dev.navarch.apiserver.kind.batch;

import dev.navarch.api.meta.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/** Whether a text is a schedule that upstream's parser of cron expressions takes, and what it says if not. */
final class CronExpression {

    private static final Set<String> DESCRIPTORS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final String EVERY = "@every ";
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final List<Bounds> FIELDS = List.of(
            new Bounds(0, 59, List.of()),
            new Bounds(0, 23, List.of()),
            new Bounds(1, 31, List.of()),
            new Bounds(1, 12, MONTHS),
            new Bounds(0, 6, DAYS));

    /** The values of a field; names count from {@code min}. */
    private record Bounds(int min, int max, List<String> names) {}

    private static final class Malformed extends Exception {

        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    private CronExpression() {}

    /** What is wrong with it; empty for nothing. */
    static Optional<String> problem(String text) {
        try {
            check(text);
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void check(String text) throws Malformed {
        if (text.isEmpty()) {
            throw new Malformed("empty spec string");
        }
        String rest = withoutZone(text);
        if (rest.startsWith("@")) {
            descriptor(rest);
            return;
        }
        List<String> fields = new ArrayList<>();
        var words = new StringTokenizer(rest);
        while (words.hasMoreTokens()) {
            fields.add(words.nextToken());
        }
        if (fields.size() != FIELDS.size()) {
            throw new Malformed(
                    "expected exactly 5 fields, found " + fields.size() + ": [" + String.join(" ", fields) + "]");
        }
        for (int i = 0; i < fields.size(); i++) {
            for (String range : fields.get(i).split(",", -1)) {
                if (!range.isEmpty()) {
                    range(range, FIELDS.get(i));
                }
            }
        }
    }

    private static String withoutZone(String text) throws Malformed {
        if (!text.startsWith("TZ=") && !text.startsWith("CRON_TZ=")) {
            return text;
        }
        int space = text.indexOf(' ');
        int start = text.indexOf('=') + 1;
        if (space < 0) {
            throw new Malformed("invalid schedule format: runtime error: slice bounds out of range [:-1]");
        }
        String zone = text.substring(start, space);
        if (!TimeZones.isKnown(zone)) {
            throw new Malformed("provided bad location " + zone + ": unknown time zone " + zone);
        }
        return text.substring(space).strip();
    }

    private static void descriptor(String text) throws Malformed {
        if (DESCRIPTORS.contains(text)) {
            return;
        }
        if (!text.startsWith(EVERY)) {
            throw new Malformed("unrecognized descriptor: " + text);
        }
        String duration = text.substring(EVERY.length());
        if (!duration.matches("[-+]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)")) {
            throw new Malformed(
                    "failed to parse duration " + text + ": time: invalid duration " + FieldValue.quote(duration));
        }
    }

    private static void range(String text, Bounds bounds) throws Malformed {
        String[] parts = text.split("/", -1);
        String[] ends = parts[0].split("-", -1);
        long start = bounds.min();
        long end = bounds.max();
        if (!ends[0].equals("*") && !ends[0].equals("?")) {
            start = number(ends[0], bounds);
            end = start;
            if (ends.length == 2) {
                end = number(ends[1], bounds);
            } else if (ends.length > 2) {
                throw new Malformed("too many hyphens: " + text);
            }
        }
        long step = 1;
        if (parts.length == 2) {
            step = number(parts[1]);
            if (ends.length == 1) {
                end = bounds.max();
            }
        } else if (parts.length > 2) {
            throw new Malformed("too many slashes: " + text);
        }
        checkRange(text, bounds, start, end);
        if (step == 0) {
            throw new Malformed("step of range should be a positive number: " + text);
        }
    }

    private static void checkRange(String text, Bounds bounds, long start, long end) throws Malformed {
        if (start < bounds.min()) {
            throw new Malformed("beginning of range (" + start + ") below minimum (" + bounds.min() + "): " + text);
        }
        if (end > bounds.max()) {
            throw new Malformed("end of range (" + end + ") above maximum (" + bounds.max() + "): " + text);
        }
        if (start > end) {
            throw new Malformed("beginning of range (" + start + ") beyond end of range (" + end + "): " + text);
        }
    }

    private static long number(String text, Bounds bounds) throws Malformed {
        int name = bounds.names().indexOf(text.toLowerCase(Locale.ROOT));
        return name >= 0 ? name + bounds.min() : number(text);
    }

    private static long number(String text) throws Malformed {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new Malformed("failed to parse int from " + text + ": strconv.Atoi: parsing " + FieldValue.quote(text)
                    + ": invalid syntax");
        }
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Malformed("failed to parse int from " + text + ": strconv.Atoi: parsing " + FieldValue.quote(text)
                    + ": value out of range");
        }
        if (number < 0) {
            throw new Malformed("negative number (" + number + ") not allowed: " + text);
        }
        return number;
    }
}
