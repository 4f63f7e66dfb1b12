package dev.navarch.controllers.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A golden interaction file: commands, each followed by {@code ----}, the answer and an empty line. Lines that begin with
 * {@code #} are comments. With {@code -Dnavarch.transcripts.rewrite=true} answers are written instead of compared.
 */
final class Transcript {

    private record Step(List<String> command, List<String> answer) {}

    private Transcript() {}

    /** Runs the file; gives back what it would be with the answers given now. */
    static String replay(Path file, Function<List<String>, List<String>> run) throws IOException {
        StringBuilder actual = new StringBuilder();
        for (Step step : read(Files.readAllLines(file))) {
            step.command.forEach(line -> actual.append(line).append('\n'));
            actual.append("----\n");
            List<String> command = step.command.stream()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
            run.apply(command).forEach(line -> actual.append(line).append('\n'));
            actual.append('\n');
        }
        return actual.toString();
    }

    private static List<Step> read(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        List<String> command = new ArrayList<>();
        List<String> answer = null;
        for (String line : lines) {
            if (answer == null && line.equals("----")) {
                answer = new ArrayList<>();
            } else if (answer == null) {
                command.add(line);
            } else if (line.isEmpty()) {
                steps.add(new Step(List.copyOf(command), answer));
                command.clear();
                answer = null;
            } else {
                answer.add(line);
            }
        }
        if (answer != null) {
            steps.add(new Step(List.copyOf(command), answer));
        }
        return steps;
    }
}
