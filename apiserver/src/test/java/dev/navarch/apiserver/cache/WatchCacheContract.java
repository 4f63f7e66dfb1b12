package dev.navarch.apiserver.cache;

import static dev.navarch.apiserver.cache.TestObjects.PREFIX;
import static dev.navarch.apiserver.cache.TestObjects.create;
import static dev.navarch.apiserver.cache.TestObjects.delete;
import static dev.navarch.apiserver.cache.TestObjects.key;
import static dev.navarch.apiserver.cache.TestObjects.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.apiserver.cache.WatchQuery.Start;
import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageContract;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.CorruptObject;
import dev.navarch.apiserver.storage.StorageException.FutureRevision;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watch cache does in front of every storage. */
public abstract class WatchCacheContract {

    private static final Duration HOUR = Duration.ofHours(1);

    protected Storage storage;
    protected WatchCache cache;

    /** Storage without keys below {@code /registry/}. */
    protected abstract Storage open() throws Exception;

    @BeforeEach
    void start() throws Exception {
        storage = open();
        cache = WatchCache.start(storage, TestObjects.OPTIONS);
    }

    @AfterEach
    void stop() {
        cache.close();
        storage.close();
    }

    @Test
    void consistent_reads_see_every_acknowledged_write() {
        for (int i = 0; i < 50; i++) {
            KeyValue created = create(storage, "a", "p" + i, "x", "");
            storage.create("/registry/other/a/p" + i, new byte[0], Duration.ZERO);
            assertEquals(i + 1, list(Consistency.CONSISTENT).items().size());
            assertEquals(
                    created.modRevision(),
                    get(created.key(), Consistency.CONSISTENT).modRevision());
        }
    }

    @Test
    void objects_carry_their_revision_in_their_json() {
        KeyValue created = create(storage, "a", "p", "x", "");
        CachedObject object = get(created.key(), Consistency.CONSISTENT);
        assertEquals(
                Long.toString(created.modRevision()),
                object.tree().at("/metadata/resourceVersion").asText());
        assertSame(object.tree(), object.tree());
        assertEquals("p", object.name());
        assertEquals("a", object.field("metadata.namespace"));
    }

    @Test
    void value_that_is_no_object_is_left_out_and_told_to_who_asks_for_it() {
        create(storage, "a", "good", "x", "");
        KeyValue bad = create(storage, "a", "bad", "x", "");
        KeyValue damaged = storage.compareAndSet(bad.key(), bad.modRevision(), new byte[] {'{'}, Duration.ZERO);
        KeyValue also = storage.create(key("a", "foreign"), new byte[] {1, 2, 3}, Duration.ZERO);
        assertEquals(List.of("a/good"), names(list(Consistency.CONSISTENT).items()));
        for (KeyValue each : List.of(damaged, also)) {
            assertThrows(CorruptObject.class, () -> cache.get(each.key(), Consistency.ANY));
            assertThrows(CorruptObject.class, () -> cache.get(each.key(), Consistency.CONSISTENT));
        }
        cache.close();
        cache = WatchCache.start(storage, TestObjects.OPTIONS);
        assertEquals(List.of("a/good"), names(list(Consistency.CONSISTENT).items()));
        assertThrows(CorruptObject.class, () -> cache.get(also.key(), Consistency.ANY));
        delete(storage, "a", "foreign");
        update(storage, "a", "bad", "x", "");
        assertEquals(
                List.of("a/bad", "a/good"), names(list(Consistency.CONSISTENT).items()));
        assertEquals(Optional.empty(), cache.get(also.key(), Consistency.ANY));
    }

    @Test
    void get_at_least_a_revision_waits_for_it() {
        KeyValue created = create(storage, "a", "p", "x", "");
        CachedObject first = get(created.key(), new Consistency.AtLeast(created.modRevision()));
        assertEquals(created.modRevision(), first.modRevision());
        assertSame(first, get(created.key(), Consistency.ANY));
        assertSame(first, get(created.key(), Consistency.CONSISTENT));
        assertEquals(Optional.empty(), cache.get(key("a", "q"), Consistency.ANY));
    }

    @Test
    void a_revision_that_does_not_come_is_refused() {
        long future = storage.currentRevision() + 1000;
        FutureRevision refused =
                assertThrows(FutureRevision.class, () -> cache.get(key("a", "p"), new Consistency.AtLeast(future)));
        assertEquals(future, refused.requested());
    }

    @Test
    void list_of_a_namespace_has_its_objects_by_name() {
        create(storage, "b", "x", "x", "");
        create(storage, "a", "z", "x", "");
        create(storage, "a", "y", "x", "");
        create(storage, "a-b", "y", "x", "");
        var all = cache.list(ListQuery.all(PREFIX, Consistency.CONSISTENT));
        assertEquals(List.of("a-b/y", "a/y", "a/z", "b/x"), names(all.items()));
        var one = cache.list(ListQuery.all(PREFIX + "a/", Consistency.CONSISTENT));
        assertEquals(List.of("a/y", "a/z"), names(one.items()));
        var single = cache.list(ListQuery.all(key("a", "z"), Consistency.CONSISTENT));
        assertEquals(List.of("a/z"), names(single.items()));
        assertEquals(2, cache.count(PREFIX + "a/"));
        assertEquals(4, cache.count(PREFIX));
    }

    @Test
    void pages_show_one_state_and_count_what_remains() {
        for (int i = 0; i < 10; i++) {
            create(storage, "a", "p" + i, i % 2 == 0 ? "even" : "odd", "");
        }
        ObjectList first = cache.list(new ListQuery(PREFIX, Consistency.CONSISTENT, "", 4, null));
        assertEquals(OptionalLong.of(6), first.remaining());
        assertTrue(first.more());
        delete(storage, "a", "p5");
        create(storage, "a", "p55", "new", "");
        list(Consistency.CONSISTENT);

        ObjectList second = next(first, 4, null);
        ObjectList third = next(second, 4, null);
        assertEquals(List.of("a/p4", "a/p5", "a/p6", "a/p7"), names(second.items()));
        assertEquals(List.of("a/p8", "a/p9"), names(third.items()));
        assertFalse(third.more());
        assertEquals(first.revision(), third.revision());

        ObjectList selected =
                next(first, 2, object -> "odd".equals(object.labels().get("app")));
        assertEquals(List.of("a/p5", "a/p7"), names(selected.items()));
        assertEquals(OptionalLong.empty(), selected.remaining());
    }

    @Test
    void exact_states_are_served_also_from_before_the_cache_was() {
        KeyValue first = create(storage, "a", "p", "1", "");
        KeyValue second = update(storage, "a", "p", "2", "");
        create(storage, "a", "q", "2", "");
        try (var late = WatchCache.start(storage, TestObjects.OPTIONS)) {
            assertEquals(
                    List.of("1"), apps(late.list(ListQuery.all(PREFIX, new Consistency.Exact(first.modRevision())))));
            assertEquals(
                    List.of("2"), apps(late.list(ListQuery.all(PREFIX, new Consistency.Exact(second.modRevision())))));
        }
        assertEquals(List.of("1"), apps(cache.list(ListQuery.all(PREFIX, new Consistency.Exact(first.modRevision())))));
    }

    @Test
    void exact_states_end_with_compaction() {
        KeyValue first = create(storage, "a", "p", "1", "");
        update(storage, "a", "p", "2", "");
        list(Consistency.CONSISTENT);
        storage.compact(storage.currentRevision());
        assertThrows(
                Compacted.class, () -> cache.list(ListQuery.all(PREFIX, new Consistency.Exact(first.modRevision()))));
    }

    @Test
    void watch_tells_changes_after_its_revision() throws Exception {
        KeyValue created = create(storage, "a", "p", "1", "");
        list(Consistency.CONSISTENT);
        try (ResourceWatch watch = cache.watch(after(created.modRevision(), null))) {
            KeyValue updated = update(storage, "a", "p", "2", "");
            long deleted = delete(storage, "a", "p");
            create(storage, "b", "q", "1", "");
            assertEquals(
                    List.of(
                            "MODIFIED a/p@" + updated.modRevision(),
                            "DELETED a/p@" + deleted,
                            "ADDED b/q@" + (deleted + 1)),
                    take(watch, 3));
        }
    }

    @Test
    void deleted_object_is_its_last_state_with_the_revision_of_the_deletion() throws Exception {
        KeyValue created = create(storage, "a", "p", "1", "");
        list(Consistency.CONSISTENT);
        try (ResourceWatch watch = cache.watch(after(created.modRevision(), null))) {
            long deleted = delete(storage, "a", "p");
            var event = (WatchEvent.Deleted) watch.next(Duration.ofSeconds(5)).orElseThrow();
            assertEquals(deleted, event.object().modRevision());
            String json = new String(event.object().json(), UTF_8);
            assertTrue(json.contains("\"resourceVersion\":\"" + deleted + "\""), json);
            assertEquals("1", event.object().labels().get("app"));
        }
    }

    @Test
    void object_that_begins_or_ceases_to_match_is_added_or_deleted() throws Exception {
        create(storage, "a", "p", "blue", "");
        long start = list(Consistency.CONSISTENT).revision();
        Predicate<CachedObject> green = object -> "green".equals(object.labels().get("app"));
        try (ResourceWatch watch = cache.watch(after(start, green))) {
            long added = update(storage, "a", "p", "green", "").modRevision();
            long modified = update(storage, "a", "p", "green", "n").modRevision();
            long gone = update(storage, "a", "p", "blue", "").modRevision();
            delete(storage, "a", "p");
            long last = create(storage, "a", "q", "green", "").modRevision();
            assertEquals(
                    List.of(
                            "ADDED a/p@" + added,
                            "MODIFIED a/p@" + modified,
                            "DELETED a/p@" + gone,
                            "ADDED a/q@" + last),
                    take(watch, 4));
        }
    }

    @Test
    void watch_with_a_trigger_sees_objects_come_and_go() throws Exception {
        long start = list(Consistency.CONSISTENT).revision();
        var query = new WatchQuery(
                PREFIX,
                new Start.After(start),
                object -> object.field("spec.nodeName").equals("n1"),
                Optional.of(new WatchQuery.Trigger("spec.nodeName", "n1")),
                false,
                HOUR);
        try (ResourceWatch watch = cache.watch(query)) {
            assertEquals(Optional.empty(), watch.next(Duration.ofMillis(10)));
            for (int i = 0; i < 300; i++) {
                create(storage, "a", "other" + i, "x", "n2");
            }
            create(storage, "a", "p", "x", "");
            long bound = update(storage, "a", "p", "x", "n1").modRevision();
            assertEquals(List.of("ADDED a/p@" + bound), take(watch, 1));
            long moved = update(storage, "a", "p", "x", "n2").modRevision();
            assertEquals(List.of("DELETED a/p@" + moved), take(watch, 1));
        }
    }

    @Test
    void watch_of_one_key_and_of_a_namespace_stay_in_their_scope() throws Exception {
        long start = list(Consistency.CONSISTENT).revision();
        try (ResourceWatch one = cache.watch(scoped(key("a", "p"), start));
                ResourceWatch namespace = cache.watch(scoped(PREFIX + "a/", start))) {
            create(storage, "a", "pp", "x", "");
            create(storage, "b", "p", "x", "");
            create(storage, "a", "p", "x", "");
            assertEquals(List.of("ADDED a/p@" + (start + 3)), take(one, 1));
            assertEquals(List.of("ADDED a/pp@" + (start + 1), "ADDED a/p@" + (start + 3)), take(namespace, 2));
        }
    }

    @Test
    void watch_can_begin_with_the_present_objects_and_mark_their_end() throws Exception {
        create(storage, "a", "p", "x", "");
        create(storage, "a", "q", "y", "");
        long current = storage.currentRevision();
        var query = new WatchQuery(
                PREFIX, new Start.Initial(Consistency.CONSISTENT, true), null, Optional.empty(), true, HOUR);
        try (ResourceWatch watch = cache.watch(query)) {
            long next = create(storage, "a", "r", "x", "").modRevision();
            assertEquals(
                    List.of(
                            "ADDED a/p@" + (current - 1),
                            "ADDED a/q@" + current,
                            "BOOKMARK end@" + current,
                            "ADDED a/r@" + next),
                    take(watch, 4));
        }
    }

    @Test
    void watch_from_before_the_ring_is_too_old() {
        KeyValue first = create(storage, "a", "p", "x", "");
        create(storage, "a", "q", "x", "");
        try (var late = WatchCache.start(storage, TestObjects.OPTIONS)) {
            late.list(ListQuery.all(PREFIX, Consistency.CONSISTENT));
            assertThrows(Compacted.class, () -> late.watch(after(first.modRevision(), null)));
        }
    }

    @Test
    void watch_ends_after_its_duration_with_a_bookmark_of_what_is_current() throws Exception {
        StorageContract.assumeProgressOnRequest(storage);
        long start = list(Consistency.CONSISTENT).revision();
        var query =
                new WatchQuery(PREFIX, new Start.After(start), null, Optional.empty(), true, Duration.ofMillis(2500));
        try (ResourceWatch watch = cache.watch(query)) {
            KeyValue other = storage.create("/registry/other/a/p", new byte[0], Duration.ZERO);
            assertEquals(List.of("BOOKMARK @" + other.modRevision()), take(watch, 1));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> watch.next(Duration.ofSeconds(3)).isEmpty());
            assertEquals(Optional.of(ResourceWatch.End.EXPIRED), watch.ended());
        }
    }

    @Test
    void closing_ends_watches_and_refuses_reads() throws Exception {
        ResourceWatch closed = cache.watch(after(list(Consistency.CONSISTENT).revision(), null));
        ResourceWatch orphaned = cache.watch(after(cache.revision(), null));
        closed.close();
        assertEquals(Optional.empty(), closed.next(HOUR));
        assertEquals(Optional.of(ResourceWatch.End.CLOSED), closed.ended());
        cache.close();
        assertEquals(Optional.empty(), orphaned.next(HOUR));
        assertEquals(Optional.of(ResourceWatch.End.CACHE_RESET), orphaned.ended());
        assertThrows(StorageUnavailable.class, () -> cache.get(key("a", "p"), Consistency.ANY));
        assertFalse(cache.ready());
    }

    // ---

    private CachedObject get(String key, Consistency consistency) {
        return cache.get(key, consistency).orElseThrow();
    }

    private ObjectList list(Consistency consistency) {
        return cache.list(ListQuery.all(PREFIX, consistency));
    }

    private ObjectList next(ObjectList page, int limit, Predicate<CachedObject> predicate) {
        String start = Keys.after(page.items().getLast().key());
        return cache.list(new ListQuery(PREFIX, new Consistency.Exact(page.revision()), start, limit, predicate));
    }

    private static WatchQuery after(long revision, Predicate<CachedObject> predicate) {
        return new WatchQuery(PREFIX, new Start.After(revision), predicate, Optional.empty(), false, HOUR);
    }

    private static WatchQuery scoped(String scope, long revision) {
        return new WatchQuery(scope, new Start.After(revision), null, Optional.empty(), false, HOUR);
    }

    private static List<String> names(List<CachedObject> objects) {
        return objects.stream()
                .map(object -> object.namespace() + "/" + object.name())
                .toList();
    }

    private static List<String> apps(ObjectList list) {
        return list.items().stream().map(object -> object.labels().get("app")).toList();
    }

    static List<String> take(ResourceWatch watch, int count) throws InterruptedException {
        var events = new ArrayList<String>();
        while (events.size() < count) {
            events.add(describe(watch.next(Duration.ofSeconds(5))
                    .orElseThrow(() -> new AssertionError("only " + events + ", ended " + watch.ended()))));
        }
        return events;
    }

    private static String describe(WatchEvent event) {
        return switch (event) {
            case WatchEvent.Added(CachedObject object) -> "ADDED " + describe(object);
            case WatchEvent.Modified(CachedObject object) -> "MODIFIED " + describe(object);
            case WatchEvent.Deleted(CachedObject object) -> "DELETED " + describe(object);
            case WatchEvent.Bookmark(long revision, boolean end) -> "BOOKMARK " + (end ? "end" : "") + "@" + revision;
        };
    }

    private static String describe(CachedObject object) {
        return object.namespace() + "/" + object.name() + "@" + object.modRevision();
    }
}
