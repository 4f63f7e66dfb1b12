package dev.navarch.apiserver;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where objects are kept. */
public sealed interface StorageChoice {

    /** In memory, gone at exit. */
    record Memory() implements StorageChoice {}

    /** Durable, in a directory of this process. */
    record Embedded(Path directory) implements StorageChoice {}

    /**
     * In etcd.
     *
     * @param servers {@code --etcd-servers}
     * @param caFile who signed the servers' certificates; empty for plain HTTP or the system's authorities
     * @param prefix {@code --etcd-prefix}, as upstream {@code /registry}
     * @param compactionInterval {@code --etcd-compaction-interval}; zero for never
     */
    record Etcd(
            List<URI> servers,
            Optional<Path> caFile,
            Optional<Path> certificateFile,
            Optional<Path> keyFile,
            String prefix,
            Duration compactionInterval)
            implements StorageChoice {

        public Etcd {
            servers = List.copyOf(servers);
            if (servers.isEmpty()) {
                throw new IllegalArgumentException("--etcd-servers must be specified");
            }
        }
    }
}
