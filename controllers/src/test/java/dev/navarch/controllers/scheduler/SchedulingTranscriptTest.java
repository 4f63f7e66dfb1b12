package dev.navarch.controllers.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decisions of the scheduler with all default plugins: nodes and pods in, chosen node or the reason why not out. */
class SchedulingTranscriptTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/scheduler");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void decisions_are_as_recorded(Path file) throws IOException {
        TestBed bed = new TestBed();
        String actual = Transcript.replay(file, bed::run);
        if (Boolean.getBoolean("navarch.transcripts.rewrite")) {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual);
    }
}
