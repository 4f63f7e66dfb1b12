package dev.navarch.apiserver.kind.fields;

import dev.navarch.api.meta.Names;
import java.util.Locale;

/** Names of drivers of storage and of devices: domains of at most 63 characters, in either case. */
public final class CsiDriverName {

    private static final int MAX = 63;

    private CsiDriverName() {}

    public static void check(Place name) {
        if (name.isEmpty()) {
            name.required("");
            return;
        }
        if (name.text().length() > MAX) {
            name.tooLong(MAX);
        }
        Names.dns1123Subdomain(name.text().toLowerCase(Locale.ROOT)).forEach(name::invalid);
    }
}
