package dev.navarch.apiserver.storage.memory;

import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.mvcc.HistoryLimits;
import dev.navarch.apiserver.storage.mvcc.MvccStorage;

/** Opens storage in memory. */
public final class MemoryStorage {

    private MemoryStorage() {}

    /** Empty storage with the usual limits of history: ten minutes, and fewer when there are very many changes. */
    public static Storage open() {
        return open(HistoryLimits.DEFAULT.withMaxChanges(20_000));
    }

    public static Storage open(HistoryLimits history) {
        return new MvccStorage("memory", new MemoryLedger(), history);
    }
}
