package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.StorageEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one revision did to one key.
 *
 * @param revision unique: each change has its own
 * @param value null for a deletion
 * @param previousRevision the change that made the state before, 0 when the key did not exist
 * @param previousExpiresAt when the state before was to expire, 0 for never
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Change(
        long revision,
        String key,
        byte @Nullable [] value,
        long createRevision,
        long version,
        long expiresAt,
        long previousRevision,
        long previousExpiresAt) {

    public boolean isDeletion() {
        return value == null;
    }

    /** The state that a change other than a deletion made. */
    public KeyState state() {
        return new KeyState(key, createRevision, revision, version, expiresAt);
    }

    public KeyValue keyValue() {
        return new KeyValue(
                key, Objects.requireNonNull(value, "a deletion has no value"), createRevision, revision, version);
    }

    public StorageEvent event() {
        return isDeletion() ? new StorageEvent.Delete(key, revision) : new StorageEvent.Put(keyValue());
    }
}
