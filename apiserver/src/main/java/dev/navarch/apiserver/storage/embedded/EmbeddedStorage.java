package dev.navarch.apiserver.storage.embedded;

import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.mvcc.HistoryLimits;
import dev.navarch.apiserver.storage.mvcc.MvccStorage;
import java.nio.file.Path;

/** Opens storage in a directory. */
public final class EmbeddedStorage {

    private EmbeddedStorage() {}

    /**
     * Opens what is in the directory, or begins empty when there is nothing yet.
     *
     * @throws StorageUnavailable when it is in use, damaged, of another format, or not accessible
     */
    public static Storage open(Path directory) {
        return open(directory, HistoryLimits.DEFAULT);
    }

    public static Storage open(Path directory, HistoryLimits history) {
        DirectoryLock lock = DirectoryLock.acquire(directory);
        try {
            NativeLibrary.load(directory);
            return new MvccStorage("embedded", new RocksLedger(directory, lock), history);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }
}
