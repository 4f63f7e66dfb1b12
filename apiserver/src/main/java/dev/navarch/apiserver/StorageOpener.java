package dev.navarch.apiserver;

import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.embedded.EmbeddedStorage;
import dev.navarch.apiserver.storage.memory.MemoryStorage;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the storage that was chosen. */
final class StorageOpener {

    private StorageOpener() {}

    static Storage open(StorageChoice choice) throws IOException {
        return switch (choice) {
            case StorageChoice.Memory() -> MemoryStorage.open();
            case StorageChoice.Embedded(Path directory) -> EmbeddedStorage.open(directory);
            default -> throw new IOException("no such storage " + choice);
        };
    }
}
