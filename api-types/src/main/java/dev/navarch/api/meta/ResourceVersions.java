package dev.navarch.api.meta;

/** The text form of storage revisions. */
public final class ResourceVersions {

    private ResourceVersions() {}

    /** A revision from a client; empty is 0. Throws a bad-request error for anything but an unsigned decimal number. */
    public static long parse(String resourceVersion) {
        if (resourceVersion.isEmpty()) {
            return 0;
        }
        long revision = 0;
        for (int i = 0; i < resourceVersion.length(); i++) {
            int digit = resourceVersion.charAt(i) - '0';
            if (digit < 0 || digit > 9 || revision > (Long.MAX_VALUE - digit) / 10) {
                throw StatusException.badRequest("invalid resource version " + FieldValue.show(resourceVersion));
            }
            revision = revision * 10 + digit;
        }
        return revision;
    }

    public static String format(long revision) {
        return Long.toString(revision);
    }
}
