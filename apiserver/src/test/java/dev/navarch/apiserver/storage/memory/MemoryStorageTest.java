package dev.navarch.apiserver.storage.memory;

import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageContract;

class MemoryStorageTest extends StorageContract {

    @Override
    protected Storage open() {
        return MemoryStorage.open();
    }
}
