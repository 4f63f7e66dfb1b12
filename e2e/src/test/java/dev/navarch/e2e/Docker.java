package dev.navarch.e2e;

import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The Docker daemon of this machine, and what real containers and packet rules need beside it. */
final class Docker {

    private static final Shell SHELL = new Shell(Cluster.HOME, java.util.Map.of());

    private Docker() {}

    /** Skips the test, saying why, where no container can run. */
    static void assume() {
        Shell.Result version = run("version", "--format", "{{.Server.Version}}");
        Assumptions.assumeTrue(version.exit() == 0, () -> "SKIPPED: no Docker daemon answers: " + version.output());
        Assumptions.assumeTrue(
                SHELL.run("nft", "list", "tables").exit() == 0,
                "SKIPPED: packet rules cannot be set here (nft needs root or the capability NET_ADMIN)");
    }

    static Shell.Result run(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return SHELL.run(command.toArray(String[]::new));
    }
}
