package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts and stops the JVM that serves a cluster in the background. */
final class BackgroundProcess {

    private static final int STOP_SECONDS = 30;

    private BackgroundProcess() {}

    /** Starts {@code navarch serve} detached from this terminal, with its output appended to the cluster's log. */
    static Process start(ClusterDirectory directory) {
        List<String> command = new ArrayList<>();
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) {
            command.add(setsid.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String flags = System.getenv("NAVARCH_SERVE_FLAGS");
        if (flags != null && !flags.isBlank()) {
            command.addAll(List.of(flags.trim().split("\\s+")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.navarch.cli.Main", "serve"));
        command.addAll(List.of("--data-dir", directory.path().toString()));
        try {
            return new ProcessBuilder(command)
                    .directory(directory.path().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new CommandException("cannot start the cluster's process: " + e.getMessage(), e);
        }
    }

    /** Asks the process to end and waits; after {@value #STOP_SECONDS} s it is killed. */
    static void stop(ProcessHandle process) {
        process.destroy();
        if (!waitForExit(process, STOP_SECONDS)) {
            process.destroyForcibly();
            if (!waitForExit(process, 5)) {
                throw new CommandException("the process " + process.pid() + " does not end");
            }
        }
    }

    private static boolean waitForExit(ProcessHandle process, int seconds) {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CommandException("cannot wait for the process " + process.pid(), e);
        }
    }
}
