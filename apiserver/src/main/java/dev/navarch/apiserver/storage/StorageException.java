package dev.navarch.apiserver.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why storage did not do what was asked. */
public abstract sealed class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A create found the key taken. */
    public static final class KeyExists extends StorageException {
        private final String key;

        public KeyExists(String key) {
            super("key exists: " + key, null);
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    /** The key is not in the state that the write expected; nothing was written. */
    public static final class RevisionConflict extends StorageException {
        private final String key;
        private final transient @Nullable KeyValue current;

        public RevisionConflict(String key, long expected, @Nullable KeyValue current) {
            super(
                    "key %s is expected at revision %d and is %s"
                            .formatted(key, expected, current == null ? "absent" : "at " + current.modRevision()),
                    null);
            this.key = key;
            this.current = current;
        }

        public String key() {
            return key;
        }

        /** What the key is now, empty when it does not exist. */
        public Optional<KeyValue> current() {
            return Optional.ofNullable(current);
        }
    }

    /** The revision asked for has been compacted away. */
    public static final class Compacted extends StorageException {
        private final long compactedRevision;

        public Compacted(long requested, long compactedRevision) {
            super("revision %d has been compacted, the oldest is %d".formatted(requested, compactedRevision), null);
            this.compactedRevision = compactedRevision;
        }

        /** The oldest revision that can be read. */
        public long compactedRevision() {
            return compactedRevision;
        }
    }

    /** The revision asked for is not reached yet. */
    public static final class FutureRevision extends StorageException {
        private final long requested;
        private final long current;

        public FutureRevision(long requested, long current) {
            super("Too large resource version: %d, current: %d".formatted(requested, current), null);
            this.requested = requested;
            this.current = current;
        }

        public long requested() {
            return requested;
        }

        public long current() {
            return current;
        }
    }

    /** The value is larger than storage takes; nothing was written. */
    public static final class ValueTooLarge extends StorageException {
        public ValueTooLarge(String message) {
            super(message, null);
        }
    }

    /** What is stored under the key is no object that can be understood. */
    public static final class CorruptObject extends StorageException {
        private final String key;

        public CorruptObject(String key, Throwable cause) {
            super(
                    "StorageError: corrupt object, Code: 7, Key: %s, ResourceVersion: 0, AdditionalErrorMsg: %s"
                            .formatted(key, cause.getMessage()),
                    cause);
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    /** Storage takes no writes for now, since it is full; reads go on. */
    public static final class WriteRefused extends StorageException {
        public WriteRefused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Storage cannot be reached, does not answer in time, is closed or broken. A write may or may not have happened. */
    public static final class StorageUnavailable extends StorageException {
        private final boolean timeout;

        public StorageUnavailable(String message, @Nullable Throwable cause) {
            this(message, cause, false);
        }

        private StorageUnavailable(String message, @Nullable Throwable cause, boolean timeout) {
            super(message, cause);
            this.timeout = timeout;
        }

        /** Storage did not answer in the time it is given. */
        public static StorageUnavailable timeout(String message, @Nullable Throwable cause) {
            return new StorageUnavailable(message, cause, true);
        }

        public boolean isTimeout() {
            return timeout;
        }
    }
}
