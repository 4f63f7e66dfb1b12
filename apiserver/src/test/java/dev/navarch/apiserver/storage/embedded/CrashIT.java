package dev.navarch.apiserver.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.RangeRequest;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageEvent;
import dev.navarch.apiserver.storage.StorageWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, again and again, and looks for what it was told had been written. */
class CrashIT {

    private static final int WRITERS = 8;
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 5);

    /** What happened to a key at a revision. */
    private record Write(String key, long revision, boolean deletion) {}

    @TempDir
    Path directory;

    @Test
    void kill_9_loses_no_acknowledged_write_and_tears_none() throws Exception {
        Set<Write> acknowledged = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process writer = startWriter();
            try (BufferedReader out = writer.inputReader(UTF_8)) {
                readAcknowledgements(out, 200 + 150 * round, acknowledged);
                writer.toHandle().destroyForcibly();
                readAcknowledgements(out, Integer.MAX_VALUE, acknowledged);
            }
            assertEquals(137, writer.waitFor());
            verify(acknowledged);
        }
    }

    private Process startWriter() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Lines of key, revision; complete ones only. The revision of a deletion is negative. */
    private static void readAcknowledgements(BufferedReader out, int count, Set<Write> acknowledged)
            throws IOException {
        for (int i = 0; i < count; i++) {
            String line = out.readLine();
            if (line == null || !line.endsWith(".")) {
                return;
            }
            String[] parts = line.split(" ");
            long revision = Long.parseLong(parts[1]);
            acknowledged.add(new Write(parts[0], Math.abs(revision), revision < 0));
        }
    }

    private void verify(Set<Write> acknowledged) throws InterruptedException {
        try (Storage storage = EmbeddedStorage.open(directory)) {
            Map<String, KeyValue> present = new TreeMap<>(Keys.ORDER);
            storage.list(RangeRequest.all("/registry/"))
                    .items()
                    .forEach(keyValue -> present.put(keyValue.key(), keyValue));
            present.values()
                    .forEach(found -> assertEquals(
                            found.key() + " " + found.version(), new String(found.value(), UTF_8).strip()));
            Set<Write> lost = new HashSet<>(acknowledged);
            lost.removeAll(historyThatMakes(storage, present));
            assertEquals(Set.of(), lost);
        }
    }

    /** All there has been, complete, in order and leading to that state. */
    private static Set<Write> historyThatMakes(Storage storage, Map<String, KeyValue> present)
            throws InterruptedException {
        Set<Write> writes = new HashSet<>();
        Map<String, Long> replayed = new TreeMap<>(Keys.ORDER);
        long revision = 1;
        try (StorageWatch watch = storage.watch("/registry/", revision)) {
            while (revision < storage.currentRevision()) {
                for (StorageEvent event : watch.poll(Duration.ofSeconds(5))) {
                    assertEquals(revision + 1, event.revision());
                    revision = event.revision();
                    if (event instanceof StorageEvent.Put(KeyValue put)) {
                        replayed.put(put.key(), put.modRevision());
                        writes.add(new Write(put.key(), revision, false));
                    } else if (event instanceof StorageEvent.Delete(String key, long _)) {
                        replayed.remove(key);
                        writes.add(new Write(key, revision, true));
                    }
                }
            }
        }
        Map<String, Long> expected = new TreeMap<>(Keys.ORDER);
        present.forEach((key, found) -> expected.put(key, found.modRevision()));
        assertEquals(expected, replayed);
        return writes;
    }

    /** The process that is killed: says what was acknowledged, after it was. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            try (Storage storage = EmbeddedStorage.open(Path.of(arguments[0]));
                    var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < WRITERS; i++) {
                    int writer = i;
                    executor.submit(() -> write(storage, writer));
                }
            }
        }

        private static void write(Storage storage, int writer) {
            for (int i = 0; ; i = (i + 1) % 20) {
                String key = "/registry/pods/w" + writer + "/p" + i;
                KeyValue current = storage.get(key).orElse(null);
                if (current == null) {
                    report(
                            key,
                            storage.create(key, value(key, 1), Duration.ZERO).modRevision());
                } else if (current.version() % 5 == 0) {
                    report(key, -storage.compareAndDelete(key, current.modRevision()));
                } else {
                    byte[] next = value(key, current.version() + 1);
                    report(
                            key,
                            storage.compareAndSet(key, current.modRevision(), next, Duration.ZERO)
                                    .modRevision());
                }
            }
        }

        private static byte[] value(String key, long version) {
            return (key + " " + version + " ".repeat(2000)).getBytes(UTF_8);
        }

        private static void report(String key, long revision) {
            System.out.println(key + " " + revision + " .");
        }
    }
}
