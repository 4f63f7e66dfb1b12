package dev.navarch.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands as a user does, and keeps what they print. Every command has an end. */
final class Shell {

    static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Map<String, String> environment;
    private final Path directory;

    Shell(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    /** What a command printed, both streams in the order they came, and how it ended. */
    record Result(List<String> command, int exit, String output) {

        /** The output of a command that must have succeeded. */
        String succeeded() {
            if (exit != 0) {
                throw new AssertionError(String.join(" ", command) + "\nexit " + exit + ": " + output);
            }
            return output;
        }

        /** The output of a command that must have failed. */
        String failed() {
            if (exit == 0) {
                throw new AssertionError(String.join(" ", command) + "\nsucceeded: " + output);
            }
            return output;
        }
    }

    Result run(String... command) {
        return run("", TIMEOUT, List.of(command));
    }

    Result runWithInput(String input, String... command) {
        return run(input, TIMEOUT, List.of(command));
    }

    Result run(String input, Duration timeout, List<String> command) {
        try {
            Process process = start(command);
            Thread feeder = Thread.ofVirtual().start(() -> feed(process, input));
            StringBuilder output = new StringBuilder();
            Thread reader = Thread.ofVirtual().start(() -> read(process, output));
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                reader.join(1000);
                synchronized (output) {
                    throw new AssertionError(
                            String.join(" ", command) + " did not end within " + timeout + ": " + output);
                }
            }
            feeder.join(1000);
            reader.join(5000);
            synchronized (output) {
                return new Result(command, process.exitValue(), output.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a command that goes on; the caller ends it. */
    Process start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void feed(Process process, String input) {
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // the command did not read its input, which is its right
        }
    }

    private static void read(Process process, StringBuilder output) {
        char[] buffer = new char[8192];
        try (var in = process.inputReader(StandardCharsets.UTF_8)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (output) {
                    output.append(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // killed while it printed
        }
    }
}
