package dev.navarch.apiserver.storage;

/**
 * What a list reads.
 *
 * @param prefix all keys that begin with it
 * @param startKey the first key wanted, inclusive; empty for the beginning. To continue after a key, its successor {@link
 *     Keys#after}
 * @param revision the state to read, 0 for the latest
 * @param limit most items answered, 0 for all
 */
public record RangeRequest(String prefix, String startKey, long revision, int limit) {

    public RangeRequest {
        if (revision < 0 || limit < 0) {
            throw new IllegalArgumentException("negative revision or limit");
        }
        if (!startKey.isEmpty() && !startKey.startsWith(prefix)) {
            throw new IllegalArgumentException("start key " + startKey + " is outside of " + prefix);
        }
    }

    /** Everything below the prefix, as it is now. */
    public static RangeRequest all(String prefix) {
        return new RangeRequest(prefix, "", 0, 0);
    }
}
