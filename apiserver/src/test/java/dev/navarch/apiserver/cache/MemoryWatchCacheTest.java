package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.memory.MemoryStorage;

class MemoryWatchCacheTest extends WatchCacheContract {

    @Override
    protected Storage open() {
        return MemoryStorage.open();
    }
}
