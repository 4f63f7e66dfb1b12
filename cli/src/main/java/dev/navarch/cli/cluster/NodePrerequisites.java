package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterSettings.RuntimeKind;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What the node needs of the operating system: a Docker daemon and nftables. As root on a Debian-like system they are
 * installed and started, saying so; elsewhere what is missing is named.
 */
final class NodePrerequisites {

    private static final int WAIT_MINUTES = 10;

    private final PrintStream out;

    NodePrerequisites(PrintStream out) {
        this.out = out;
    }

    /** Where the Docker daemon listens: what {@code DOCKER_HOST} says, as for the docker command. */
    static URI dockerHost() {
        String host = System.getenv("DOCKER_HOST");
        try {
            return URI.create(host == null || host.isBlank() ? "unix:///var/run/docker.sock" : host);
        } catch (IllegalArgumentException e) {
            throw new CommandException("DOCKER_HOST is not an address: " + host, e);
        }
    }

    /** Makes Docker available or ends with one clear line. */
    void requireDocker() {
        String complaint = provide();
        if (!complaint.isEmpty()) {
            throw new CommandException(complaint);
        }
    }

    /** Docker where it can be had, else the simulated runtime, with a warning. */
    RuntimeKind choose() {
        String complaint = provide();
        if (complaint.isEmpty()) {
            return RuntimeKind.docker;
        }
        out.println("warning: " + complaint);
        out.println("warning: no container really runs: the simulated runtime only plays the life of pods");
        return RuntimeKind.simulated;
    }

    /** Returns what is missing, in a line; empty when all is there. */
    private String provide() {
        String home = System.getenv("NAVARCH_HOME");
        if (home == null || !Files.isExecutable(Path.of(home, "scripts", "system-packages.sh"))) {
            return "unix".equals(dockerHost().getScheme())
                            && !Files.exists(Path.of(dockerHost().getPath()))
                    ? "no Docker daemon answers at " + dockerHost()
                    : "";
        }
        try {
            Process process = new ProcessBuilder(
                            Path.of(home, "scripts", "system-packages.sh").toString(), "runtime")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String last = "";
            try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    last = line.replaceFirst("^navarch: ", "");
                    if (last.startsWith("installing") || last.startsWith("starting")) {
                        out.println("  " + last);
                    }
                }
            }
            if (!process.waitFor(WAIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return "installing Docker did not end within " + WAIT_MINUTES + " minutes";
            }
            return process.exitValue() == 0 ? "" : last;
        } catch (IOException e) {
            return "cannot look for Docker: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }
}
