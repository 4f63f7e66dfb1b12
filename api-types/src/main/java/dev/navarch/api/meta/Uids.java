package dev.navarch.api.meta;

import java.util.UUID;

/** Unique identities of objects. */
public final class Uids {

    private Uids() {}

    /** A random UUID in lower case. */
    public static String next() {
        return UUID.randomUUID().toString();
    }
}
