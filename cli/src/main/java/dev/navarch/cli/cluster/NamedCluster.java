package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command finds its cluster. */
final class NamedCluster {

    @Option(names = "--name", defaultValue = "navarch", description = "The cluster's name (default: navarch).")
    private String name = "navarch";

    @Option(names = "--data-dir", description = "The cluster's directory, where it is not the usual one.")
    private @Nullable Path dataDir;

    ClusterDirectory directory() {
        return ClusterDirectory.of(name, dataDir);
    }

    ClusterSettings settings() {
        return directory()
                .settings()
                .orElseThrow(() -> new CommandException("there is no cluster \"" + name
                        + "\" (navarch list shows those that are; navarch up makes one)"));
    }
}
