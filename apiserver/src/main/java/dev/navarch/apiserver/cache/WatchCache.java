package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.cache.LiveState.Snapshot;
import dev.navarch.apiserver.cache.WatchQuery.Start.After;
import dev.navarch.apiserver.cache.WatchQuery.Start.Initial;
import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.FutureRevision;
import dev.navarch.apiserver.storage.tree.SortedTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Serves a resource from memory. The state is kept by {@link Feed}, and guarded in {@link LiveState}. */
public final class WatchCache implements ResourceCache {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PATIENCE_WITHOUT_PROGRESS = Duration.ofMillis(100);

    private final Storage storage;
    private final WatchCacheOptions options;
    private final LiveState state;
    private final Feed feed;
    private final StorageReader storageReader;

    private WatchCache(Storage storage, WatchCacheOptions options) {
        this.storage = storage;
        this.options = options;
        this.state = new LiveState(options, this::requestProgress);
        this.feed = new Feed(storage, options, state);
        this.storageReader = new StorageReader(storage, options.decoder());
    }

    /** Begins to fill a cache; reads wait until it has its first state. Does not close the storage when closed. */
    public static WatchCache start(Storage storage, WatchCacheOptions options) {
        var cache = new WatchCache(storage, options);
        cache.feed.start();
        return cache;
    }

    private void requestProgress() {
        feed.requestProgress();
    }

    @Override
    public Optional<CachedObject> get(String key, Consistency consistency) {
        return switch (consistency) {
            case Consistency.Any() -> find(state.awaitReady(), key);
            case Consistency.AtLeast(long revision) -> getAtLeast(key, revision);
            case Consistency.Consistent() -> storage.get(key).map(this::cachedOrDecoded);
            case Consistency.Exact(long _) -> throw new IllegalArgumentException("no get of an exact revision");
        };
    }

    private Optional<CachedObject> getAtLeast(String key, long revision) {
        try {
            return find(state.awaitRevision(revision, patience()), key);
        } catch (FutureRevision e) {
            requireReached(revision, e);
            return storage.get(key).map(this::cachedOrDecoded);
        }
    }

    private Optional<CachedObject> find(Snapshot snapshot, String key) {
        CachedObject found = snapshot.objects().get(key);
        if (found == null) {
            state.corruption(key).ifPresent(reason -> {
                throw reason;
            });
        }
        return Optional.ofNullable(found);
    }

    private CachedObject cachedOrDecoded(KeyValue stored) {
        CachedObject cached = state.present().objects().get(stored.key());
        return cached != null && cached.modRevision() == stored.modRevision()
                ? cached
                : options.decoder().decode(stored.key(), stored.value(), stored.modRevision());
    }

    @Override
    public ObjectList list(ListQuery query) {
        return switch (query.consistency()) {
            case Consistency.Any() -> list(query, state.awaitReady());
            case Consistency.AtLeast(long revision) -> listAtLeast(query, revision);
            case Consistency.Consistent() -> listAtLeast(query, storage.currentRevision());
            case Consistency.Exact(long revision) -> listExact(query, revision);
        };
    }

    private ObjectList listAtLeast(ListQuery query, long revision) {
        try {
            return list(query, state.awaitRevision(revision, patience()));
        } catch (FutureRevision e) {
            requireReached(revision, e);
            return storageReader.list(query, 0);
        }
    }

    private ObjectList listExact(ListQuery query, long revision) {
        long compacted = storage.compactedRevision();
        if (revision < compacted) {
            throw new Compacted(revision, compacted);
        }
        try {
            Optional<Snapshot> snapshot = state.awaitExact(revision, patience());
            return snapshot.isPresent() ? list(query, snapshot.get()) : storageReader.list(query, revision);
        } catch (FutureRevision e) {
            requireReached(revision, e);
            return storageReader.list(query, revision);
        }
    }

    /** How long to wait for the news that a revision is reached; not long where they cannot be asked for. */
    private Duration patience() {
        return storage.progressOnRequest() ? PATIENCE : PATIENCE_WITHOUT_PROGRESS;
    }

    /** The news are late; what they would tell can be read from storage if it has happened at all. */
    private void requireReached(long revision, FutureRevision late) {
        if (storage.currentRevision() < revision) {
            throw late;
        }
    }

    private static ObjectList list(ListQuery query, Snapshot snapshot) {
        var scope = new Scope(query.scope());
        String start = query.startKey().isEmpty() ? query.scope() : query.startKey();
        Predicate<CachedObject> predicate = query.predicate();
        var items = new ArrayList<CachedObject>();
        Iterator<CachedObject> candidates = snapshot.objects().valuesFrom(start);
        while (candidates.hasNext()) {
            CachedObject object = candidates.next();
            if (!scope.contains(object.key())) {
                break;
            }
            if (predicate != null && !predicate.test(object)) {
                continue;
            }
            items.add(object);
            if (items.size() == query.limit()) {
                long behind = scope.countFrom(snapshot.objects(), object.key()) - 1L;
                return new ObjectList(items, snapshot.revision(), behind > 0, remaining(predicate, behind));
            }
        }
        return new ObjectList(items, snapshot.revision(), false, OptionalLong.of(0));
    }

    private static OptionalLong remaining(@Nullable Predicate<CachedObject> predicate, long behind) {
        return predicate == null ? OptionalLong.of(behind) : OptionalLong.empty();
    }

    @Override
    public ResourceWatch watch(WatchQuery query) {
        return switch (query.start()) {
            case After(long revision) -> register(query, revision, null);
            case Initial(Consistency consistency, boolean _) -> watchFromState(query, consistency);
        };
    }

    private ResourceWatch watchFromState(WatchQuery query, Consistency consistency) {
        while (true) {
            Snapshot snapshot = snapshot(query.scope(), consistency);
            try {
                return register(query, snapshot.revision(), snapshot.objects());
            } catch (Compacted e) {
                // the ring turned past the snapshot in between: from a newer one then
            }
        }
    }

    private Snapshot snapshot(String scope, Consistency consistency) {
        return switch (consistency) {
            case Consistency.Any() -> state.awaitReady();
            case Consistency.AtLeast(long revision) -> snapshotAtLeast(scope, revision);
            case Consistency.Consistent() -> snapshotAtLeast(scope, storage.currentRevision());
            case Consistency.Exact(long _) -> throw new IllegalArgumentException("no watch with an exact state");
        };
    }

    private Snapshot snapshotAtLeast(String scope, long revision) {
        try {
            return state.awaitRevision(revision, patience());
        } catch (FutureRevision e) {
            requireReached(revision, e);
            ObjectList latest = storageReader.list(ListQuery.all(scope, Consistency.CONSISTENT), 0);
            SortedTree<String, CachedObject> objects = SortedTree.empty(Keys.ORDER);
            for (CachedObject object : latest.items()) {
                objects = objects.put(object.key(), object);
            }
            return new Snapshot(latest.revision(), objects);
        }
    }

    private CacheWatch register(WatchQuery query, long revision, @Nullable SortedTree<String, CachedObject> initial) {
        var watch = new CacheWatch(state, query, revision, initial);
        state.register(watch, revision);
        return watch;
    }

    @Override
    public long revision() {
        return state.present().revision();
    }

    @Override
    public long count(String scope) {
        return new Scope(scope).count(state.present().objects());
    }

    @Override
    public boolean ready() {
        return state.ready();
    }

    @Override
    public void close() {
        state.close();
        feed.close();
    }
}
