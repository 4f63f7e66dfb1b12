package dev.navarch.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that goes on: what it printed so far can be seen, text can be typed, and closing ends it. */
final class Running implements AutoCloseable {

    private final List<String> command;
    private final Process process;
    private final StringBuilder output = new StringBuilder();

    private Running(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        Thread.ofVirtual().name("read-" + process.pid()).start(this::read);
    }

    static Running start(Shell shell, List<String> command) {
        try {
            return new Running(command, shell.start(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String output() {
        synchronized (output) {
            return output.toString();
        }
    }

    /** Waits until the output has a match of the pattern; answers its first group, or all of it where there is none. */
    String printed(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        Eventually.holds(String.join(" ", command) + " prints " + pattern, () -> {
            boolean found = wanted.matcher(output()).find();
            if (!found && !process.isAlive()) {
                throw new IllegalStateException("it ended: " + output());
            }
            return found;
        });
        Matcher match = wanted.matcher(output());
        if (!match.find()) {
            throw new AssertionError(output());
        }
        return match.groupCount() > 0 ? match.group(1) : match.group();
    }

    void type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        char[] buffer = new char[4096];
        try (var in = process.inputReader(StandardCharsets.UTF_8)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (output) {
                    output.append(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // ended while it printed
        }
    }
}
