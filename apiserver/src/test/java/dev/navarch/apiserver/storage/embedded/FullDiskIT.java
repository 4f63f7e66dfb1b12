package dev.navarch.apiserver.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.RangeRequest;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageException.WriteRefused;
import dev.navarch.apiserver.storage.StorageWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small disk that is filled. Only root can make one. */
class FullDiskIT {

    @TempDir
    Path temporary;

    private Path disk;

    @BeforeEach
    void makeDisk() throws Exception {
        disk = Files.createDirectories(temporary.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()) == 0);
    }

    @AfterEach
    void removeDisk() throws Exception {
        var _ = run("umount", "-l", disk.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }

    private void fill() throws IOException {
        byte[] block = new byte[64 * 1024];
        try (OutputStream ballast = Files.newOutputStream(disk.resolve("ballast"))) {
            while (true) {
                ballast.write(block);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e.getMessage());
        }
    }

    @Test
    void full_disk_refuses_writes_and_serves_reads_until_there_is_room() throws Exception {
        Path directory = disk.resolve("storage");
        var written = new ArrayList<KeyValue>();
        byte[] value = "x".repeat(100_000).getBytes(UTF_8);
        try (Storage storage = EmbeddedStorage.open(directory)) {
            for (int i = 0; i < 10; i++) {
                written.add(storage.create("/registry/pods/a/before" + i, value, Duration.ZERO));
            }
            fill();
            WriteRefused refused = assertThrows(WriteRefused.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    written.add(storage.create("/registry/pods/a/full" + i, value, Duration.ZERO));
                }
            });
            assertEquals("the disk of " + directory + " is full", refused.getMessage());
            assertThrows(WriteRefused.class, () -> storage.create("/registry/pods/a/more", value, Duration.ZERO));
            assertKept(storage, written);

            Files.delete(disk.resolve("ballast"));
            try (StorageWatch watch =
                    storage.watch("/registry/", written.getLast().modRevision())) {
                await().atMost(Duration.ofSeconds(20))
                        .ignoreException(WriteRefused.class)
                        .until(() -> written.add(
                                storage.create("/registry/pods/b/after", "y".getBytes(UTF_8), Duration.ZERO)));
                long seen = 0;
                while (seen < written.getLast().modRevision()) {
                    seen = watch.poll(Duration.ofSeconds(10)).getLast().revision();
                }
            }
            assertKept(storage, written);
        }
        try (Storage storage = EmbeddedStorage.open(directory)) {
            assertKept(storage, written);
        }
    }

    private static void assertKept(Storage storage, List<KeyValue> written) {
        for (KeyValue each : written) {
            assertEquals(
                    each.modRevision(), storage.get(each.key()).orElseThrow().modRevision());
        }
        assertTrue(storage.list(RangeRequest.all("/registry/")).items().size() >= written.size());
    }
}
