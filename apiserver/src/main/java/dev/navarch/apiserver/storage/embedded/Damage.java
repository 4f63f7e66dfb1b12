package dev.navarch.apiserver.storage.embedded;

import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.StorageException.WriteRefused;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says in one line what is wrong with a directory. */
record Damage(Path directory) {

    WriteRefused full(@Nullable Throwable cause) {
        return new WriteRefused("the disk of " + directory + " is full", cause);
    }

    StorageUnavailable found(String what) {
        return found(what, null);
    }

    private StorageUnavailable found(String what, @Nullable Throwable cause) {
        return new StorageUnavailable(
                "the data in " + directory + " is damaged (" + what
                        + "): restore it from a copy, or delete the directory to begin empty",
                cause);
    }

    StorageException of(RocksDBException e) {
        Status status = e.getStatus();
        String message = String.valueOf(e.getMessage());
        if (status != null && status.getCode() == Status.Code.Corruption) {
            return found(message, e);
        }
        if ((status != null && status.getSubCode() == Status.SubCode.NoSpace) || message.contains("No space left")) {
            return full(e);
        }
        return new StorageUnavailable("the data in " + directory + " cannot be accessed: " + message, e);
    }
}
