package dev.navarch.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The kubectl binaries of this machine: the one on the path, and its versioned neighbours where there are any. */
final class Kubectl {

    static final Path DEFAULT = onPath();

    private Kubectl() {}

    private static Path onPath() {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            Path candidate = Path.of(directory, "kubectl");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return Path.of("/kubectl-is-not-on-the-path");
    }

    /** Skips the test, saying why, where there is no kubectl. */
    static void assume() {
        Assumptions.assumeTrue(Files.isExecutable(DEFAULT), "SKIPPED: kubectl is not on the path");
    }

    /** Every version that is installed; at least the default one. */
    static List<Path> all() {
        if (!Files.exists(DEFAULT)) {
            return List.of(DEFAULT);
        }
        try {
            Path neighbours = DEFAULT.toRealPath().getParent();
            try (Stream<Path> files = Files.list(neighbours)) {
                List<Path> versioned = files.filter(
                                f -> f.getFileName().toString().matches("kubectl\\.1\\.\\d+"))
                        .sorted()
                        .toList();
                return versioned.isEmpty() ? List.of(DEFAULT) : versioned;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
