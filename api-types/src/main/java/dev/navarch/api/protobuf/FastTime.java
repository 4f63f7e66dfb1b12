package dev.navarch.api.protobuf;

import dev.navarch.api.meta.Timestamps;
import java.time.Instant;

/** Reads the API's own form of times without a formatter: they are many. */
final class FastTime {

    private static final int SECONDS_LENGTH = "2006-01-02T15:04:05Z".length();
    private static final int MICROS_LENGTH = "2006-01-02T15:04:05.000000Z".length();

    private FastTime() {}

    static Instant parse(String text) {
        int length = text.length();
        if ((length != SECONDS_LENGTH && length != MICROS_LENGTH) || text.charAt(length - 1) != 'Z') {
            return Timestamps.parse(text);
        }
        long days = daysSinceEpoch(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
        long seconds = number(text, 11, 2) * 3600L + number(text, 14, 2) * 60L + number(text, 17, 2);
        int nanos = length == MICROS_LENGTH ? number(text, 20, 6) * 1000 : 0;
        return Instant.ofEpochSecond(days * 86_400 + seconds, nanos);
    }

    private static int number(String text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new ProtobufException("not a time: " + text);
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Days of the proleptic Gregorian calendar, counting years from March so that leap days come last. */
    private static long daysSinceEpoch(int year, int month, int day) {
        long y = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }
}
