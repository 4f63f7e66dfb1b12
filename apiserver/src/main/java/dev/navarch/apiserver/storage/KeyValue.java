package dev.navarch.apiserver.storage;

/**
 * A key with the value it had at {@code modRevision}.
 *
 * @param value owned by the storage: never to be changed
 * @param createRevision the revision that created this life of the key
 * @param modRevision the revision that wrote the value
 * @param version 1 at creation, one more with each write since
 */
@SuppressWarnings("ArrayRecordComponent") // identity is all that anybody compares; the bytes are shared on purpose
public record KeyValue(String key, byte[] value, long createRevision, long modRevision, long version) {

    public KeyValue {
        if (key.isEmpty() || createRevision <= 0 || modRevision < createRevision || version <= 0) {
            throw new IllegalArgumentException("not a state of a key: %s created %d modified %d version %d"
                    .formatted(key, createRevision, modRevision, version));
        }
    }

    /** Whether this state is the one that the key was created with. */
    public boolean created() {
        return createRevision == modRevision;
    }
}
