package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.etcd.EtcdOptions;
import dev.navarch.apiserver.storage.etcd.EtcdServer;
import dev.navarch.apiserver.storage.etcd.EtcdStorage;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EtcdWatchCacheIT extends WatchCacheContract {

    private static final AtomicInteger PREFIXES = new AtomicInteger();

    @TempDir
    static Path directory;

    private static EtcdServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = EtcdServer.start(directory);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Storage open() {
        return EtcdStorage.open(EtcdOptions.of(server.endpoint()).withPrefix("/cluster-" + PREFIXES.incrementAndGet()));
    }
}
