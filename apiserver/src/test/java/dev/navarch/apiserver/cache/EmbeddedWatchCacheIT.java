package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.embedded.EmbeddedStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedWatchCacheIT extends WatchCacheContract {

    @TempDir
    Path directory;

    @Override
    protected Storage open() {
        return EmbeddedStorage.open(directory);
    }
}
