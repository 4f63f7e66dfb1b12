package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The file through which the background process tells the command that started it how far it is: a line a step, then
 * {@code ready} or {@code failed} with the reason.
 */
final class StepFile implements StartSteps {

    private static final String READY = "ready";
    private static final String FAILED = "failed\t";

    private final Path file;

    StepFile(Path file) {
        this.file = file;
    }

    void clear() {
        write("", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public void done(String step, Duration took) {
        append("step\t" + took.toMillis() + "\t" + step);
    }

    void ready() {
        append(READY);
    }

    void failed(String reason) {
        append(FAILED + reason.replace('\n', ' '));
    }

    private void append(String line) {
        write(line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void write(String text, StandardOpenOption... options) {
        try {
            Files.writeString(file, text, options);
        } catch (IOException e) {
            throw new CommandException("cannot write " + file + ": " + ClusterDirectory.reason(e), e);
        }
    }

    /** What the background process has told so far. */
    Progress read() {
        try {
            List<String> lines = Files.exists(file)
                    ? Files.readString(file, StandardCharsets.UTF_8).lines().toList()
                    : List.of();
            Progress progress = new Progress(List.of(), false, "");
            for (String line : lines) {
                progress = progress.with(line);
            }
            return progress;
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + ClusterDirectory.reason(e), e);
        }
    }

    record Step(String name, Duration took) {}

    /**
     * @param failure why the start failed; empty while it did not
     */
    record Progress(List<Step> steps, boolean isReady, String failure) {

        private Progress with(String line) {
            if (line.equals(READY)) {
                return new Progress(steps, true, failure);
            }
            if (line.startsWith(FAILED)) {
                return new Progress(steps, isReady, line.substring(FAILED.length()));
            }
            String[] parts = line.split("\t", 3);
            if (parts.length < 3) {
                return this;
            }
            List<Step> more = new java.util.ArrayList<>(steps);
            more.add(new Step(parts[2], Duration.ofMillis(Long.parseLong(parts[1]))));
            return new Progress(List.copyOf(more), isReady, failure);
        }
    }
}
