package dev.navarch.apiserver.kind.batch;

import dev.navarch.apiserver.kind.fields.Place;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of time zones. */
final class TimeZones {

    private static final Pattern PART = Pattern.compile("[A-Za-z.\\-_0-9+]{1,14}");

    private TimeZones() {}

    static boolean isKnown(String name) {
        return name.isEmpty()
                || name.equals("Local")
                || ZoneId.getAvailableZoneIds().contains(name);
    }

    static void check(Place zone) {
        if (!zone.isSet()) {
            return;
        }
        String name = zone.text();
        if (name.isEmpty()) {
            zone.invalid("timeZone must be nil or non-empty string");
            return;
        }
        for (String part : name.split("/", -1)) {
            if (part.equals(".")
                    || part.equals("..")
                    || part.startsWith("-")
                    || !PART.matcher(part).matches()) {
                zone.invalid("unknown time zone " + name);
                return;
            }
        }
        if (name.toLowerCase(Locale.ROOT).equals("local")) {
            zone.invalid("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        if (!isKnown(name)) {
            zone.invalid("unknown time zone " + name);
        }
    }
}
