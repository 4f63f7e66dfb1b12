package dev.navarch.apiserver.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.navarch.apiserver.storage.StorageEvent.Delete;
import dev.navarch.apiserver.storage.StorageEvent.Progress;
import dev.navarch.apiserver.storage.StorageEvent.Put;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.FutureRevision;
import dev.navarch.apiserver.storage.StorageException.KeyExists;
import dev.navarch.apiserver.storage.StorageException.RevisionConflict;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.StorageException.ValueTooLarge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Storage} does. Each test has storage of its own, or a part of one that nobody else writes. */
public abstract class StorageContract {

    private static final Duration SOON = Duration.ofSeconds(10);

    protected Storage storage;

    /** Storage without keys below {@code /registry/}. */
    protected abstract Storage open() throws Exception;

    @BeforeEach
    void openStorage() throws Exception {
        storage = open();
    }

    @AfterEach
    void closeStorage() {
        storage.close();
    }

    @Test
    void empty_storage_has_a_revision() {
        assertTrue(storage.currentRevision() >= 1);
        Page page = storage.list(RangeRequest.all("/registry/"));
        assertEquals(List.of(), page.items());
        assertEquals(storage.currentRevision(), page.revision());
        assertEquals(Optional.empty(), storage.get("/registry/pods/a/b"));
    }

    @Test
    void create_makes_version_one_at_the_next_revision() {
        long before = storage.currentRevision();
        KeyValue created = create("/registry/pods/a/b", "x");
        assertEquals(before + 1, created.modRevision());
        assertEquals(created.modRevision(), created.createRevision());
        assertEquals(1, created.version());
        assertTrue(created.created());
        assertSame(created, storage.get("/registry/pods/a/b").orElseThrow());
        assertEquals(created.modRevision(), storage.currentRevision());
    }

    @Test
    void create_of_a_key_that_exists_is_refused() {
        create("/registry/pods/a/b", "x");
        long before = storage.currentRevision();
        assertThrows(KeyExists.class, () -> create("/registry/pods/a/b", "y"));
        assertEquals("x", text(storage.get("/registry/pods/a/b").orElseThrow()));
        assertEquals(before, storage.currentRevision());
    }

    @Test
    void compare_and_set_writes_at_the_expected_revision_only() {
        KeyValue first = create("/registry/pods/a/b", "x");
        KeyValue second = set(first, "y");
        assertEquals(first.createRevision(), second.createRevision());
        assertEquals(2, second.version());
        assertTrue(second.modRevision() > first.modRevision());

        RevisionConflict conflict = assertThrows(RevisionConflict.class, () -> set(first, "z"));
        assertSame(second, conflict.current().orElseThrow());
        assertSame(second, storage.get(first.key()).orElseThrow());
    }

    @Test
    void compare_and_set_of_an_absent_key_is_refused() {
        KeyValue gone = create("/registry/pods/a/b", "x");
        storage.compareAndDelete(gone.key(), gone.modRevision());
        RevisionConflict conflict = assertThrows(RevisionConflict.class, () -> set(gone, "y"));
        assertEquals(Optional.empty(), conflict.current());
    }

    @Test
    void delete_needs_the_expected_revision_and_makes_one() {
        KeyValue first = create("/registry/pods/a/b", "x");
        KeyValue second = set(first, "y");
        RevisionConflict conflict =
                assertThrows(RevisionConflict.class, () -> storage.compareAndDelete(first.key(), first.modRevision()));
        assertSame(second, conflict.current().orElseThrow());

        long revision = storage.compareAndDelete(second.key(), second.modRevision());
        assertTrue(revision > second.modRevision());
        assertEquals(Optional.empty(), storage.get(first.key()));
        assertThrows(RevisionConflict.class, () -> storage.compareAndDelete(first.key(), second.modRevision()));

        KeyValue again = create(first.key(), "z");
        assertEquals(1, again.version());
        assertEquals(again.modRevision(), again.createRevision());
    }

    @Test
    void values_come_back_byte_for_byte() {
        byte[] all = new byte[70_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        storage.create("/registry/secrets/a/b", all, Duration.ZERO);
        assertEquals(
                List.of(toList(all)),
                storage.list(RangeRequest.all("/registry/")).items().stream()
                        .map(kv -> toList(kv.value()))
                        .toList());
        KeyValue empty = create("/registry/secrets/a/empty", "");
        assertEquals("", text(storage.get(empty.key()).orElseThrow()));
    }

    @Test
    void values_beyond_the_limit_are_refused() {
        byte[] large = new byte[Storage.MAX_VALUE_BYTES + 1024 * 1024];
        assertThrows(ValueTooLarge.class, () -> storage.create("/registry/pods/a/b", large, Duration.ZERO));
        assertEquals(Optional.empty(), storage.get("/registry/pods/a/b"));
    }

    @Test
    void list_is_ordered_by_the_bytes_of_keys_and_ends_at_the_prefix() {
        List<String> keys = List.of(
                "/registry/pods/a-b/x",
                "/registry/pods/a/x",
                "/registry/pods/a/x-1",
                "/registry/pods/a/x.y",
                "/registry/pods/a/ü",
                "/registry/pods/a/\uFB01",
                "/registry/pods/a/\uD83D\uDE00",
                "/registry/pods/b/x");
        for (String key : keys.reversed()) {
            create(key, key);
        }
        create("/registry/podtemplates/a/x", "other");
        create("/registry/pod", "other");
        assertEquals(keys, keys(storage.list(RangeRequest.all("/registry/pods/"))));
        assertEquals(keys.subList(1, 7), keys(storage.list(RangeRequest.all("/registry/pods/a/"))));
    }

    @Test
    void pages_of_one_revision_show_one_state() {
        for (int i = 0; i < 10; i++) {
            create("/registry/pods/a/p" + i, "old");
        }
        Page first = storage.list(new RangeRequest("/registry/pods/", "", 0, 4));
        assertEquals(4, first.items().size());
        assertEquals(6, first.remaining());

        KeyValue changed = storage.get("/registry/pods/a/p7").orElseThrow();
        set(changed, "new");
        KeyValue deleted = storage.get("/registry/pods/a/p8").orElseThrow();
        storage.compareAndDelete(deleted.key(), deleted.modRevision());
        create("/registry/pods/a/p55", "new");

        String next = Keys.after(first.items().getLast().key());
        Page second = storage.list(new RangeRequest("/registry/pods/", next, first.revision(), 4));
        Page third = storage.list(new RangeRequest(
                "/registry/pods/", Keys.after(second.items().getLast().key()), first.revision(), 4));
        assertEquals(List.of("p4", "p5", "p6", "p7"), names(second));
        assertEquals(List.of("p8", "p9"), names(third));
        assertEquals(2, second.remaining());
        assertEquals(0, third.remaining());
        assertTrue(second.items().stream().allMatch(kv -> text(kv).equals("old")));
        assertEquals(first.revision(), third.revision());
    }

    @Test
    void list_at_a_revision_shows_that_state() {
        KeyValue a1 = create("/registry/pods/a/a", "1");
        KeyValue b1 = create("/registry/pods/a/b", "1");
        KeyValue a2 = set(a1, "2");
        long deleted = storage.compareAndDelete(b1.key(), b1.modRevision());
        KeyValue b2 = create(b1.key(), "again");
        set(a2, "3");

        assertEquals(List.of("1"), valuesAt(a1.modRevision()));
        assertEquals(List.of("1", "1"), valuesAt(b1.modRevision()));
        assertEquals(List.of("2", "1"), valuesAt(a2.modRevision()));
        assertEquals(List.of("2"), valuesAt(deleted));
        assertEquals(List.of("2", "again"), valuesAt(b2.modRevision()));
        assertEquals(List.of("3", "again"), valuesAt(0));
    }

    @Test
    void list_at_a_revision_to_come_is_refused() {
        long current = storage.currentRevision();
        assertThrows(
                FutureRevision.class, () -> storage.list(new RangeRequest("/registry/pods/", "", current + 1000, 0)));
    }

    @Test
    void compaction_refuses_earlier_states_and_keeps_later_ones() {
        KeyValue a1 = create("/registry/pods/a/a", "1");
        KeyValue b1 = create("/registry/pods/a/b", "1");
        KeyValue a2 = set(a1, "2");
        KeyValue b2 = set(b1, "2");
        storage.compareAndDelete(b2.key(), b2.modRevision());
        set(a2, "3");

        storage.compact(a2.modRevision());
        assertThrows(Compacted.class, () -> valuesAt(b1.modRevision()));
        assertEquals(List.of("2", "1"), valuesAt(a2.modRevision()));
        assertEquals(List.of("2", "2"), valuesAt(b2.modRevision()));
        assertEquals(List.of("3"), valuesAt(0));
        assertEquals(a2.modRevision(), storage.compactedRevision());

        storage.compact(storage.currentRevision());
        assertThrows(Compacted.class, () -> valuesAt(b2.modRevision()));
        assertEquals(List.of("3"), valuesAt(0));
        assertEquals("3", text(storage.get(a1.key()).orElseThrow()));
    }

    @Test
    void compaction_of_a_compacted_or_future_revision_is_refused() {
        create("/registry/pods/a/a", "1");
        long revision = create("/registry/pods/a/b", "1").modRevision();
        storage.compact(revision);
        assertThrows(Compacted.class, () -> storage.compact(revision));
        assertThrows(Compacted.class, () -> storage.compact(revision - 1));
        assertThrows(FutureRevision.class, () -> storage.compact(storage.currentRevision() + 1000));
    }

    @Test
    void watch_tells_changes_after_its_revision_in_order() throws Exception {
        KeyValue a1 = create("/registry/pods/a/a", "1");
        KeyValue a2 = set(a1, "2");
        create("/registry/services/a/a", "other");
        try (StorageWatch watch = storage.watch("/registry/pods/", a1.modRevision())) {
            KeyValue b1 = create("/registry/pods/b/b", "1");
            long deleted = storage.compareAndDelete(a2.key(), a2.modRevision());
            create("/registry/podtemplates/a/a", "other");
            KeyValue a3 = create(a1.key(), "3");

            List<StorageEvent> events = take(watch, 4);
            assertPut(a2, events.get(0));
            assertPut(b1, events.get(1));
            assertEquals(new Delete(a1.key(), deleted), events.get(2));
            assertPut(a3, events.get(3));
        }
    }

    @Test
    void watch_of_old_changes_has_their_values() throws Exception {
        KeyValue last = create("/registry/pods/a/a", "0");
        long start = last.modRevision() - 1;
        for (int i = 1; i < 1500; i++) {
            last = set(last, Integer.toString(i));
        }
        try (StorageWatch watch = storage.watch("/registry/pods/", start)) {
            List<StorageEvent> events = take(watch, 1500);
            for (int i = 0; i < 1500; i++) {
                assertEquals(Integer.toString(i), text(((Put) events.get(i)).keyValue()));
                assertEquals(i + 1, ((Put) events.get(i)).keyValue().version());
            }
        }
    }

    @Test
    void watch_from_a_revision_to_come_waits_for_it() throws Exception {
        long current = storage.currentRevision();
        try (StorageWatch watch = storage.watch("/registry/pods/", current + 2)) {
            create("/registry/pods/a/1", "x");
            create("/registry/pods/a/2", "x");
            KeyValue third = create("/registry/pods/a/3", "x");
            assertPut(third, take(watch, 1).getFirst());
        }
    }

    @Test
    void watch_without_changes_times_out_with_nothing() throws Exception {
        try (StorageWatch watch = storage.watch("/registry/pods/", storage.currentRevision())) {
            assertEquals(List.of(), watch.poll(Duration.ofMillis(20)));
            create("/registry/services/a/a", "other");
            assertEquals(List.of(), watch.poll(Duration.ofMillis(20)));
        }
    }

    @Test
    void watch_from_a_compacted_revision_is_refused() {
        KeyValue a1 = create("/registry/pods/a/a", "1");
        KeyValue a2 = set(a1, "2");
        KeyValue a3 = set(a2, "3");
        storage.compact(a3.modRevision());
        assertThrows(Compacted.class, () -> {
            try (StorageWatch watch = storage.watch("/registry/pods/", a1.modRevision() - 1)) {
                take(watch, 1);
            }
        });
    }

    @Test
    void watch_from_the_compacted_revision_on_is_served() throws Exception {
        KeyValue a1 = create("/registry/pods/a/a", "1");
        KeyValue a2 = set(a1, "2");
        storage.compact(a2.modRevision());
        KeyValue a3 = set(a2, "3");
        try (StorageWatch watch = storage.watch("/registry/pods/", a2.modRevision())) {
            assertPut(a3, take(watch, 1).getFirst());
        }
    }

    @Test
    void progress_that_is_asked_for_follows_all_earlier_changes() throws Exception {
        assumeProgressOnRequest(storage);
        try (StorageWatch watch = storage.watch("/registry/pods/", storage.currentRevision())) {
            KeyValue a = create("/registry/pods/a/a", "1");
            long current = create("/registry/services/a/a", "other").modRevision();
            var seen = new ArrayList<StorageEvent>();
            await().atMost(SOON).until(() -> {
                watch.requestProgress();
                seen.addAll(watch.poll(Duration.ofMillis(200)));
                return !seen.isEmpty() && seen.getLast() instanceof Progress(long told) && told >= current;
            });
            assertPut(a, seen.getFirst());
            assertEquals(1, seen.stream().filter(Put.class::isInstance).count());
        }
    }

    /** Not all can tell progress, some only some time after they have been opened. */
    public static void assumeProgressOnRequest(Storage storage) throws InterruptedException {
        for (int i = 0; i < 20 && !storage.progressOnRequest(); i++) {
            Thread.sleep(100);
        }
        assumeTrue(storage.progressOnRequest());
    }

    @Test
    void closed_watch_says_so() throws Exception {
        StorageWatch watch = storage.watch("/registry/pods/", storage.currentRevision());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<StorageEvent>> polling = executor.submit(() -> watch.poll(Duration.ofMinutes(1)));
            Thread.sleep(20);
            watch.close();
            assertThrows(Exception.class, polling::get);
        }
        assertThrows(StorageUnavailable.class, () -> watch.poll(Duration.ZERO));
        watch.close();
    }

    @Test
    void keys_live_for_their_time() throws Exception {
        KeyValue mortal = storage.create("/registry/events/a/a", bytes("x"), Duration.ofSeconds(1));
        KeyValue prolonged = storage.create("/registry/events/a/b", bytes("x"), Duration.ofSeconds(1));
        KeyValue kept = storage.create("/registry/events/a/c", bytes("x"), Duration.ofSeconds(1));
        storage.compareAndSet(prolonged.key(), prolonged.modRevision(), bytes("y"), Duration.ofHours(1));
        set(kept, "y");
        try (StorageWatch watch = storage.watch("/registry/events/", storage.currentRevision())) {
            StorageEvent event = take(watch, 1).getFirst();
            assertEquals(mortal.key(), ((Delete) event).key());
            assertTrue(event.revision() > kept.modRevision());
        }
        assertEquals(Optional.empty(), storage.get(mortal.key()));
        Thread.sleep(1500);
        assertEquals(List.of("b", "c"), names(storage.list(RangeRequest.all("/registry/events/"))));
    }

    @Test
    void of_concurrent_creates_one_wins() throws Exception {
        var wins = new AtomicInteger();
        inParallel(16, i -> {
            try {
                create("/registry/pods/a/a", "from " + i);
                wins.incrementAndGet();
            } catch (KeyExists e) {
                // another one was first
            }
        });
        assertEquals(1, wins.get());
        assertEquals(1, storage.get("/registry/pods/a/a").orElseThrow().version());
    }

    @Test
    void concurrent_guaranteed_updates_lose_nothing() throws Exception {
        create("/registry/pods/a/counter", "0");
        var updates = new GuaranteedUpdate<>(storage, kv -> kv, KeyValue::modRevision);
        inParallel(8, i -> {
            for (int n = 0; n < 10; n++) {
                updates.run(
                        "/registry/pods/a/counter",
                        current -> new GuaranteedUpdate.Next.Write(
                                bytes(Integer.toString(Integer.parseInt(text(current.orElseThrow())) + 1))));
            }
        });
        assertEquals("80", text(storage.get("/registry/pods/a/counter").orElseThrow()));
    }

    @Test
    void guaranteed_update_believes_a_cached_state_only_once_confirmed() {
        KeyValue old = create("/registry/pods/a/a", "old");
        set(old, "new");
        var updates = new GuaranteedUpdate<>(storage, kv -> kv, KeyValue::modRevision);
        var kept = updates.runCached(old.key(), Optional.of(old), current -> new GuaranteedUpdate.Next.Keep());
        assertEquals("new", text(kept.after().orElseThrow()));
        assertFalse(kept.written());

        var thrown = assertThrows(
                IllegalStateException.class,
                () -> updates.runCached(old.key(), Optional.of(old), current -> {
                    throw new IllegalStateException(text(current.orElseThrow()));
                }));
        assertEquals("new", thrown.getMessage());

        var removed = updates.runCached(old.key(), Optional.of(old), current -> new GuaranteedUpdate.Next.Remove());
        assertEquals("new", text(removed.before().orElseThrow()));
        assertTrue(removed.written());
        assertEquals(Optional.empty(), storage.get(old.key()));
    }

    @Test
    void concurrent_writes_are_watched_in_the_order_of_revisions() throws Exception {
        try (StorageWatch watch = storage.watch("/registry/pods/", storage.currentRevision())) {
            inParallel(8, i -> {
                for (int n = 0; n < 50; n++) {
                    create("/registry/pods/a/p-" + i + "-" + n, "x");
                }
            });
            List<StorageEvent> events = take(watch, 400);
            for (int i = 1; i < events.size(); i++) {
                assertTrue(events.get(i - 1).revision() < events.get(i).revision());
            }
        }
    }

    @Test
    void closed_storage_answers_that_it_is_unavailable() throws Exception {
        StorageWatch watch = storage.watch("/registry/pods/", storage.currentRevision());
        storage.close();
        assertThrows(StorageUnavailable.class, () -> storage.get("/registry/pods/a/a"));
        assertThrows(StorageUnavailable.class, () -> create("/registry/pods/a/a", "x"));
        assertThrows(StorageUnavailable.class, () -> storage.list(RangeRequest.all("/registry/")));
        assertThrows(StorageUnavailable.class, storage::currentRevision);
        assertThrows(StorageUnavailable.class, () -> watch.poll(Duration.ofSeconds(1)));
        storage.close();
    }

    // ---

    protected final KeyValue create(String key, String value) {
        return storage.create(key, bytes(value), Duration.ZERO);
    }

    protected final KeyValue set(KeyValue expected, String value) {
        return storage.compareAndSet(expected.key(), expected.modRevision(), bytes(value), Duration.ZERO);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    protected static String text(KeyValue keyValue) {
        return new String(keyValue.value(), UTF_8);
    }

    /** The next events that are no progress. */
    protected static List<StorageEvent> take(StorageWatch watch, int count) throws InterruptedException {
        var events = new ArrayList<StorageEvent>();
        long deadline = System.nanoTime() + SOON.toNanos();
        while (events.size() < count && System.nanoTime() < deadline) {
            watch.poll(Duration.ofMillis(100)).stream()
                    .filter(event -> !(event instanceof Progress))
                    .forEach(events::add);
        }
        assertEquals(count, events.size());
        return events;
    }

    private List<String> valuesAt(long revision) {
        return storage.list(new RangeRequest("/registry/pods/", "", revision, 0)).items().stream()
                .map(StorageContract::text)
                .toList();
    }

    private static List<String> keys(Page page) {
        return page.items().stream().map(KeyValue::key).toList();
    }

    private static List<String> names(Page page) {
        return keys(page).stream()
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .toList();
    }

    private static List<Integer> toList(byte[] bytes) {
        return IntStream.range(0, bytes.length).mapToObj(i -> (int) bytes[i]).toList();
    }

    private static void assertPut(KeyValue expected, StorageEvent event) {
        assertSame(expected, ((Put) event).keyValue());
    }

    private static void assertSame(KeyValue expected, KeyValue actual) {
        assertEquals(expected.key(), actual.key());
        assertEquals(text(expected), text(actual));
        assertEquals(expected.modRevision(), actual.modRevision());
        assertEquals(expected.createRevision(), actual.createRevision());
        assertEquals(expected.version(), actual.version());
    }

    @FunctionalInterface
    private interface Task {
        void run(int index) throws Exception;
    }

    private static void inParallel(int count, Task task) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                running.add(executor.submit(() -> {
                    task.run(index);
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }
}
