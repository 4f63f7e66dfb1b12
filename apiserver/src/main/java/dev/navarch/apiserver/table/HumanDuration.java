package dev.navarch.apiserver.table;

import java.time.Duration;

/** Durations in two or three significant figures: {@code 5m}, {@code 3h20m}, {@code 2d4h}. */
final class HumanDuration {

    private HumanDuration() {}

    static String format(Duration duration) {
        // Go cuts off towards zero where Java's seconds round down.
        long seconds = duration.toMillis() / 1000;
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 120) {
            return Math.max(0, seconds) + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return join(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return join(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        long days = hours / 24;
        if (hours < 24 * 8) {
            return join(days, "d", hours % 24, "h");
        }
        if (days < 365 * 2) {
            return days + "d";
        }
        return days < 365 * 8 ? join(days / 365, "y", days % 365, "d") : days / 365 + "y";
    }

    private static String join(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
    }
}
