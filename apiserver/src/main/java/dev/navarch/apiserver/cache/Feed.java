package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.Page;
import dev.navarch.apiserver.storage.RangeRequest;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageEvent;
import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.CorruptObject;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.StorageWatch;
import dev.navarch.apiserver.storage.tree.SortedTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link LiveState} up to date: lists, then watches from there. When the watch breaks it is resumed from the last
 * revision seen, and readers notice nothing; only when that is compacted, or storage has gone back in time, is everything
 * listed anew. Tries for ever, with backoff.
 */
final class Feed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);
    private static final int PAGE_SIZE = 1000;
    private static final Duration POLL = Duration.ofMinutes(10);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(50);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Storage storage;
    private final WatchCacheOptions options;
    private final LiveState state;
    private final Thread thread;
    private volatile @Nullable StorageWatch watch;
    private volatile boolean closed;
    private boolean established;
    private Duration backoff = MIN_BACKOFF;

    Feed(Storage storage, WatchCacheOptions options, LiveState state) {
        this.storage = storage;
        this.options = options;
        this.state = state;
        this.thread =
                Thread.ofVirtual().name("watch-cache-" + options.resource()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Any thread; soon the state is as far as storage is now. */
    void requestProgress() {
        StorageWatch running = watch;
        if (running != null) {
            running.requestProgress();
        }
    }

    private void run() {
        try {
            while (!closed) {
                runOnce();
            }
        } catch (InterruptedException e) {
            // closing
        }
    }

    private void runOnce() throws InterruptedException {
        try {
            if (!established || storage.currentRevision() < state.present().revision()) {
                state.invalidate();
                Listed listed = list();
                state.reset(listed.state(), listed.corrupt());
                established = true;
            }
            follow(state.present().revision());
        } catch (Compacted e) {
            log.info("{}: listing anew, {}", options.resource(), e.getMessage());
            established = false;
        } catch (RuntimeException e) {
            if (!closed) {
                failed(e);
            }
        }
    }

    private void failed(RuntimeException reason) throws InterruptedException {
        established &= reason instanceof StorageException;
        if (!established) {
            state.invalidate();
        }
        if (backoff.equals(MIN_BACKOFF) && reason instanceof StorageUnavailable) {
            log.debug("{}: the watch of storage broke: {}", options.resource(), reason.getMessage());
        } else {
            log.warn("{}: storage cannot be followed, trying again: {}", options.resource(), reason.getMessage());
        }
        state.setFailure(reason);
        Thread.sleep(backoff.plusMillis(ThreadLocalRandom.current().nextLong(backoff.toMillis())));
        backoff = backoff.multipliedBy(2).compareTo(MAX_BACKOFF) < 0 ? backoff.multipliedBy(2) : MAX_BACKOFF;
    }

    /** What there is, and what there is but cannot be made out. */
    private record Listed(LiveState.Snapshot state, Map<String, CorruptObject> corrupt) {}

    private void logAll(Map<String, CorruptObject> corrupt) {
        corrupt.values().forEach(each -> log.error("{}: left out: {}", options.resource(), each.getMessage()));
    }

    private Listed list() {
        SortedTree<String, CachedObject> objects = SortedTree.empty(Keys.ORDER);
        var corrupt = new HashMap<String, CorruptObject>();
        Page page = storage.list(new RangeRequest(options.prefix(), "", 0, PAGE_SIZE));
        while (true) {
            for (KeyValue item : page.items()) {
                try {
                    objects = objects.put(item.key(), decode(item));
                } catch (CorruptObject e) {
                    corrupt.put(item.key(), e);
                }
            }
            if (page.remaining() == 0) {
                logAll(corrupt);
                return new Listed(new LiveState.Snapshot(page.revision(), objects), corrupt);
            }
            String next = Keys.after(page.items().getLast().key());
            page = storage.list(new RangeRequest(options.prefix(), next, page.revision(), PAGE_SIZE));
        }
    }

    private void follow(long revision) throws InterruptedException {
        try (StorageWatch running = storage.watch(options.prefix(), revision)) {
            watch = running;
            state.setFailure(null);
            while (!closed) {
                List<StorageEvent> events = running.poll(POLL);
                if (!events.isEmpty()) {
                    var corrupt = new HashMap<String, CorruptObject>();
                    state.apply(events, decode(events, corrupt), corrupt);
                    logAll(corrupt);
                    backoff = MIN_BACKOFF;
                }
            }
        } finally {
            watch = null;
        }
    }

    private List<@Nullable CachedObject> decode(List<StorageEvent> events, Map<String, CorruptObject> corrupt) {
        var decoded = new ArrayList<@Nullable CachedObject>(events.size());
        for (StorageEvent event : events) {
            decoded.add(event instanceof StorageEvent.Put(KeyValue keyValue) ? decode(keyValue, corrupt) : null);
        }
        return decoded;
    }

    private @Nullable CachedObject decode(KeyValue stored, Map<String, CorruptObject> corrupt) {
        try {
            corrupt.remove(stored.key());
            return decode(stored);
        } catch (CorruptObject e) {
            corrupt.put(stored.key(), e);
            return null;
        }
    }

    private CachedObject decode(KeyValue stored) {
        try {
            return options.decoder().decode(stored.key(), stored.value(), stored.modRevision());
        } catch (CorruptObject e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UndecodableValue(stored.key(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        StorageWatch running = watch;
        if (running != null) {
            running.close();
        }
        thread.interrupt();
        try {
            var _ = thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A stored value that is no object. */
    private static final class UndecodableValue extends RuntimeException {
        private static final long serialVersionUID = 1;

        UndecodableValue(String key, RuntimeException cause) {
            super("the stored value of " + key + " cannot be decoded: " + cause.getMessage(), cause);
        }
    }
}
