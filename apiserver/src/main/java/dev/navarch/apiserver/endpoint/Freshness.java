package dev.navarch.apiserver.endpoint;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.cache.Consistency;
import dev.navarch.apiserver.request.ListOptions;

/** What {@code resourceVersion} and {@code resourceVersionMatch} demand of an answer. */
final class Freshness {

    private Freshness() {}

    static Consistency ofGet(String resourceVersion) {
        if (resourceVersion.isEmpty()) {
            return Consistency.CONSISTENT;
        }
        long revision = revision(resourceVersion, "invalid resource version: ", 400);
        return revision == 0 ? Consistency.ANY : new Consistency.AtLeast(revision);
    }

    static Consistency ofList(ListOptions options) {
        String version = options.resourceVersion();
        if (version.isEmpty()) {
            return Consistency.CONSISTENT;
        }
        long revision = revision(version, "invalid resource version: ", 400);
        boolean exact = options.resourceVersionMatch().equals("Exact")
                || (options.resourceVersionMatch().isEmpty() && options.limit() > 0 && revision > 0);
        if (exact) {
            return new Consistency.Exact(revision);
        }
        return revision == 0 ? Consistency.ANY : new Consistency.AtLeast(revision);
    }

    /** Reads a resourceVersion; the text of the error is upstream's with the prefix before. */
    static long revision(String text, String prefix, int code) {
        long revision = 0;
        boolean valid = !text.isEmpty();
        for (int i = 0; i < text.length() && valid; i++) {
            int digit = text.charAt(i) - '0';
            valid = digit >= 0 && digit <= 9 && revision <= (Long.MAX_VALUE - digit) / 10;
            revision = revision * 10 + digit;
        }
        if (!valid) {
            String message = prefix + "resourceVersion: Invalid value: \"" + text + "\": strconv.ParseUint: parsing \""
                    + text + "\": invalid syntax";
            throw StatusException.of(code, code == 400 ? "BadRequest" : "", message);
        }
        return revision;
    }
}
