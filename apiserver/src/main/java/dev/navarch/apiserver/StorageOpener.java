package dev.navarch.apiserver;

import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.embedded.EmbeddedStorage;
import dev.navarch.apiserver.storage.etcd.EtcdOptions;
import dev.navarch.apiserver.storage.etcd.EtcdStorage;
import dev.navarch.apiserver.storage.memory.MemoryStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Opens the storage that was chosen. */
final class StorageOpener {

    /** Etcd may be starting at the same time. */
    private static final Duration ETCD_PATIENCE = Duration.ofSeconds(20);

    private StorageOpener() {}

    /**
     * Opens storage that answers.
     *
     * @throws IOException with one line for the user
     */
    static Storage open(StorageChoice choice) throws IOException {
        try {
            return switch (choice) {
                case StorageChoice.Memory() -> MemoryStorage.open();
                case StorageChoice.Embedded(Path directory) -> EmbeddedStorage.open(directory);
                case StorageChoice.Etcd etcd -> EtcdStorage.openAnswering(options(etcd), ETCD_PATIENCE);
            };
        } catch (StorageException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static EtcdOptions options(StorageChoice.Etcd etcd) {
        EtcdOptions options = EtcdOptions.of(etcd.servers().toArray(URI[]::new))
                .withPrefix(etcd.prefix())
                .withCompactionInterval(etcd.compactionInterval());
        boolean files = etcd.caFile().isPresent()
                || etcd.certificateFile().isPresent()
                || etcd.keyFile().isPresent();
        return files
                ? options.withTls(new EtcdOptions.Tls(etcd.caFile(), etcd.certificateFile(), etcd.keyFile()))
                : options;
    }
}
