package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.StorageException.KeyExists;
import dev.navarch.apiserver.storage.StorageException.RevisionConflict;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A write that waits to be committed.
 *
 * @param value null to delete
 * @param expected the modRevision that the key must have, 0 that it must not exist
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WriteOperation(
        String key, byte @Nullable [] value, long expected, long expiresAt, CompletableFuture<Change> result) {

    WriteOperation(String key, byte @Nullable [] value, long expected, long expiresAt) {
        this(key, value, expected, expiresAt, new CompletableFuture<>());
    }

    boolean accepts(@Nullable KeyState state) {
        return state == null ? expected == 0 : expected == state.modRevision();
    }

    Change change(@Nullable KeyState state, long revision) {
        if (state == null) {
            return new Change(revision, key, value, revision, 1, expiresAt, 0, 0);
        }
        long version = value == null ? 0 : state.version() + 1;
        return new Change(
                revision,
                key,
                value,
                state.createRevision(),
                version,
                expiresAt,
                state.modRevision(),
                state.expiresAt());
    }

    StorageException refusal(Supplier<@Nullable KeyValue> current) {
        return expected == 0 ? new KeyExists(key) : new RevisionConflict(key, expected, current.get());
    }
}
