package dev.navarch.apiserver.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.RangeRequest;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageContract;
import dev.navarch.apiserver.storage.StorageEvent;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.StorageWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStorageIT extends StorageContract {

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("storage");
    }

    @Override
    protected Storage open() {
        return EmbeddedStorage.open(directory());
    }

    private void reopen() {
        storage.close();
        storage = open();
    }

    @Test
    void everything_is_there_after_reopening() throws Exception {
        KeyValue a1 = create("/registry/pods/a/a", "1");
        KeyValue b1 = create("/registry/pods/a/b", "1");
        KeyValue a2 = set(a1, "2");
        long deleted = storage.compareAndDelete(b1.key(), b1.modRevision());
        reopen();
        assertEquals(deleted, storage.currentRevision());
        assertEquals("2", text(storage.get(a2.key()).orElseThrow()));
        assertEquals(2, storage.get(a2.key()).orElseThrow().version());
        assertEquals(Optional.empty(), storage.get(b1.key()));
        assertEquals(
                2,
                storage.list(new RangeRequest("/registry/pods/", "", b1.modRevision(), 0))
                        .items()
                        .size());
        try (StorageWatch watch = storage.watch("/registry/pods/", a1.modRevision())) {
            List<StorageEvent> events = take(watch, 3);
            assertEquals(new StorageEvent.Delete(b1.key(), deleted), events.getLast());
        }
        assertEquals(deleted + 1, create("/registry/pods/a/c", "1").modRevision());
    }

    @Test
    void compaction_is_remembered() {
        KeyValue a1 = create("/registry/pods/a/a", "1");
        KeyValue a2 = set(a1, "2");
        set(a2, "3");
        storage.compact(a2.modRevision());
        reopen();
        assertEquals(a2.modRevision(), storage.compactedRevision());
        assertThrows(Compacted.class, () -> storage.list(new RangeRequest("/registry/pods/", "", a1.modRevision(), 0)));
        assertEquals(
                "2",
                text(storage.list(new RangeRequest("/registry/pods/", "", a2.modRevision(), 0))
                        .items()
                        .getFirst()));
    }

    @Test
    void what_expired_while_closed_is_deleted_after_reopening() throws Exception {
        KeyValue mortal = storage.create("/registry/events/a/a", bytes("x"), Duration.ofSeconds(1));
        storage.close();
        Thread.sleep(1100);
        storage = open();
        try (StorageWatch watch = storage.watch("/registry/events/", mortal.modRevision())) {
            assertEquals(mortal.key(), ((StorageEvent.Delete) take(watch, 1).getFirst()).key());
        }
    }

    @Test
    void second_opening_is_refused_with_the_holder() {
        StorageUnavailable refused = assertThrows(StorageUnavailable.class, this::open);
        String pid = Long.toString(ProcessHandle.current().pid());
        assertEquals("the data directory " + directory() + " is in use by process " + pid, refused.getMessage());
    }

    @Test
    void directory_is_for_its_owner_only() throws IOException {
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())));
    }

    @Test
    void unusable_directory_is_refused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        StorageUnavailable refused =
                assertThrows(StorageUnavailable.class, () -> EmbeddedStorage.open(file.resolve("below")));
        assertTrue(refused.getMessage().contains("cannot be used"), refused.getMessage());
    }

    @Test
    void damaged_log_is_refused_and_then_released() throws IOException {
        for (int i = 0; i < 100; i++) {
            create("/registry/pods/a/" + i, "x".repeat(1000));
        }
        storage.close();
        overwrite(".log", 20_000);
        assertRefusedAsDamaged();
        assertRefusedAsDamaged();
    }

    @Test
    void damaged_manifest_is_refused() throws IOException {
        storage.close();
        try (Stream<Path> files = Files.list(directory().resolve("data"))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().equals("CURRENT")) {
                    Files.writeString(file, "nonsense\n");
                }
            }
        }
        assertRefusedAsDamaged();
    }

    private void assertRefusedAsDamaged() {
        StorageUnavailable refused = assertThrows(StorageUnavailable.class, this::open);
        assertTrue(refused.getMessage().startsWith("the data in " + directory() + " is damaged"), refused.getMessage());
    }

    private void overwrite(String suffix, int offset) throws IOException {
        try (Stream<Path> files = Files.list(directory().resolve("data"))) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(suffix) && Files.size(file) > offset) {
                    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                        channel.position(offset).write(ByteBuffer.wrap(new byte[64]));
                    }
                }
            }
        }
    }

    @Test
    void log_cut_off_in_its_last_record_is_opened() throws IOException {
        KeyValue last = create("/registry/pods/a/a", "x".repeat(1000));
        storage.close();
        try (Stream<Path> files = Files.list(directory().resolve("data"))) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".log") && Files.size(file) > 500) {
                    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                        channel.truncate(channel.size() - 100);
                    }
                }
            }
        }
        storage = open();
        assertEquals(last.modRevision() - 1, storage.currentRevision());
        create("/registry/pods/a/a", "y");
        reopen();
        assertEquals("y", text(storage.get("/registry/pods/a/a").orElseThrow()));
    }

    @Test
    void log_cut_off_anywhere_is_a_state_that_was() throws IOException {
        for (int i = 0; i < 50; i++) {
            create("/registry/pods/a/" + i, Integer.toString(i).repeat(100));
        }
        long first = storage.get("/registry/pods/a/0").orElseThrow().modRevision();
        storage.close();
        Path log = largestLog();
        byte[] whole = Files.readAllBytes(log);
        for (int cut = whole.length; cut > 0; cut -= whole.length / 60) {
            Path copy = temporary.resolve("cut" + cut);
            copy(directory(), copy);
            Path torn = copy.resolve(directory().relativize(log));
            Files.write(torn, Arrays.copyOf(whole, cut));
            try (Storage cutOff = EmbeddedStorage.open(copy)) {
                long revision = cutOff.currentRevision();
                assertEquals(
                        Math.max(0, revision - first + 1),
                        cutOff.list(RangeRequest.all("/registry/")).items().size());
                for (long i = 0; i <= revision - first; i++) {
                    assertEquals(
                            Long.toString(i).repeat(100),
                            text(cutOff.get("/registry/pods/a/" + i).orElseThrow()));
                }
            }
        }
    }

    private Path largestLog() throws IOException {
        try (Stream<Path> files = Files.list(directory().resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
