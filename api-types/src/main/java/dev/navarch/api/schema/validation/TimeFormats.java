package dev.navarch.api.schema.validation;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Dates, times and durations. */
final class TimeFormats {

    private static final Pattern DATE = Pattern.compile("^([0-9]{4})-([0-9]{2})-([0-9]{2})$");
    private static final Pattern TIME =
            Pattern.compile("^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$");
    private static final Pattern GO_DURATION =
            Pattern.compile("^[+-]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$");
    private static final Pattern AMOUNT = Pattern.compile("(\\d+)\\s*([A-Za-zµ]+)");

    /** Units that must be written exactly. */
    private static final Set<String> UNITS = Set.of("ns", "us", "µs", "ms", "s", "m", "h", "hr", "d", "w", "wk");

    /** Units that may go on, such as {@code minutes}. */
    private static final List<String> UNIT_STEMS =
            List.of("nano", "micro", "milli", "sec", "min", "hour", "day", "week");

    private TimeFormats() {}

    static boolean isDate(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.find()) {
            return false;
        }
        try {
            LocalDate.of(
                    Integer.parseInt(date.group(1)), Integer.parseInt(date.group(2)), Integer.parseInt(date.group(3)));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    static boolean isDateTime(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split("t", -1);
        if (text.length() < 4 || parts.length < 2 || !isDate(parts[0])) {
            return false;
        }
        Matcher time = TIME.matcher(parts[1]);
        return time.find()
                && time.group(1).compareTo("23") <= 0
                && time.group(2).compareTo("59") <= 0
                && time.group(3).compareTo("59") <= 0;
    }

    /** As Go writes durations, or an amount with a unit in words somewhere in the text. */
    static boolean isDuration(String text) {
        if (GO_DURATION.matcher(text).find()) {
            return true;
        }
        Matcher amount = AMOUNT.matcher(text);
        boolean found = false;
        while (amount.find()) {
            if (amount.group(1).length() > 18) {
                return false;
            }
            found |= isUnit(amount.group(2).toLowerCase(Locale.ROOT));
        }
        return found;
    }

    private static boolean isUnit(String unit) {
        return UNITS.contains(unit) || UNIT_STEMS.stream().anyMatch(unit::startsWith);
    }
}
