package dev.navarch.apiserver.registry;

import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.Consistency;
import dev.navarch.apiserver.cache.ListQuery;
import dev.navarch.apiserver.cache.ObjectList;
import dev.navarch.apiserver.cache.ResourceWatch;
import dev.navarch.apiserver.cache.WatchEvent;
import dev.navarch.apiserver.cache.WatchQuery;
import dev.navarch.apiserver.registry.ObjectReader.Event;
import dev.navarch.apiserver.storage.StorageException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a resource for good: a watch that ends is taken up again, and what was missed is found by comparing. The
 * present state is known to the thread that follows alone.
 */
final class RegistryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);
    private static final Duration POLL = Duration.ofMinutes(1);
    private static final Duration WATCH = Duration.ofHours(1);
    private static final long RETRY_MILLIS = 500;

    private final ResourceStore store;
    private final Consumer<Event> consumer;
    private final Map<String, CachedObject> known = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private long revision;

    private RegistryWatch(String name, ResourceStore store, Consumer<Event> consumer) {
        this.store = store;
        this.consumer = consumer;
        this.thread = Thread.ofVirtual().name("reader-" + name).unstarted(this::follow);
    }

    static RegistryWatch start(String name, ResourceStore store, Consumer<Event> consumer) {
        var watch = new RegistryWatch(name, store, consumer);
        watch.resync();
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void follow() {
        while (!closed) {
            try {
                watch();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (StorageException.Compacted e) {
                retry(this::resync);
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.atWarn().setCause(e).log("a watch of the server's own broke");
                    pause();
                }
            }
        }
    }

    private void retry(Runnable action) {
        while (!closed) {
            try {
                action.run();
                return;
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("the server's own objects cannot be listed");
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private void watch() throws InterruptedException {
        var query = new WatchQuery(
                store.scope(""), new WatchQuery.Start.After(revision), null, Optional.empty(), true, WATCH);
        try (ResourceWatch watch = store.cache().watch(query)) {
            while (!closed && watch.ended().isEmpty()) {
                watch.next(POLL).ifPresent(this::tell);
            }
        }
    }

    private void tell(WatchEvent event) {
        switch (event) {
            case WatchEvent.Added(CachedObject object) -> present(object);
            case WatchEvent.Modified(CachedObject object) -> present(object);
            case WatchEvent.Deleted(CachedObject object) -> absent(object);
            case WatchEvent.Bookmark(long reached, boolean _) -> revision = Math.max(revision, reached);
        }
    }

    private void present(CachedObject object) {
        CachedObject before = known.put(object.key(), object);
        revision = Math.max(revision, object.modRevision());
        consumer.accept(new Event(before == null ? Event.Type.ADDED : Event.Type.MODIFIED, object.tree()));
    }

    private void absent(CachedObject object) {
        known.remove(object.key());
        revision = Math.max(revision, object.modRevision());
        consumer.accept(new Event(Event.Type.DELETED, object.tree()));
    }

    /** Takes the whole state anew and tells the difference. */
    private void resync() {
        ObjectList all = store.cache().list(ListQuery.all(store.scope(""), Consistency.CONSISTENT));
        Map<String, CachedObject> vanished = new HashMap<>(known);
        for (CachedObject object : all.items()) {
            CachedObject before = vanished.remove(object.key());
            if (before == null || before.modRevision() != object.modRevision()) {
                present(object);
            }
        }
        vanished.values().forEach(this::absent);
        revision = all.revision();
    }
}
