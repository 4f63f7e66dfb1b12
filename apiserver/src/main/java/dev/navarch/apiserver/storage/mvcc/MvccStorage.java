package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Page;
import dev.navarch.apiserver.storage.RangeRequest;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.StorageException.ValueTooLarge;
import dev.navarch.apiserver.storage.StorageWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Storage on a {@link Ledger}, which it closes. Without a lock of its own: see the parts. */
public final class MvccStorage implements Storage {

    private final Ledger ledger;
    private final WatchHub hub;
    private final History history;
    private final Committer committer;
    private final Expiry expiry;
    private volatile boolean closed;

    /** @param name for the names of its threads */
    public MvccStorage(String name, Ledger ledger, HistoryLimits limits) {
        this.ledger = ledger;
        this.hub = new WatchHub(ledger, revision());
        this.history = new History(name, ledger, limits);
        this.committer = new Committer(name, ledger, new CommitListener());
        this.expiry = new Expiry(name, ledger, committer);
    }

    private final class CommitListener implements Committer.Listener {
        @Override
        public void committed(List<Change> changes) {
            hub.publish(changes);
            expiry.noticed(changes);
            history.noticed(changes.getLast().revision());
        }

        /** A write that failed half way may have become durable all the same: then it happened, and watches hear of it. */
        @Override
        public void recovered() {
            var missed = new ArrayList<Change>();
            try (Ledger.View view = view()) {
                view.changes(hub.head() + 1, missed::add);
            }
            hub.publish(missed);
            expiry.noticed(missed);
        }
    }

    @Override
    public Optional<KeyValue> get(String key) {
        try (Ledger.View view = view()) {
            return view.key(key).map(state -> view.change(state.modRevision()).keyValue());
        }
    }

    @Override
    public Page list(RangeRequest request) {
        try (Ledger.View view = view()) {
            return new RangeReader(view, request).read();
        }
    }

    @Override
    public KeyValue create(String key, byte[] value, Duration ttl) {
        return put(key, 0, value, ttl);
    }

    @Override
    public KeyValue compareAndSet(String key, long expectedModRevision, byte[] value, Duration ttl) {
        requireRevision(expectedModRevision);
        return put(key, expectedModRevision, value, ttl);
    }

    private KeyValue put(String key, long expected, byte[] value, Duration ttl) {
        if (value.length > MAX_VALUE_BYTES) {
            throw new ValueTooLarge("etcdserver: request is too large");
        }
        long expiresAt = ttl.isZero() ? 0 : System.currentTimeMillis() + ttl.toMillis();
        return committer
                .commit(new WriteOperation(key, value, expected, expiresAt))
                .keyValue();
    }

    @Override
    public long compareAndDelete(String key, long expectedModRevision) {
        requireRevision(expectedModRevision);
        return committer
                .commit(new WriteOperation(key, null, expectedModRevision, 0))
                .revision();
    }

    private static void requireRevision(long expected) {
        if (expected <= 0) {
            throw new IllegalArgumentException("no revision of a key: " + expected);
        }
    }

    @Override
    public StorageWatch watch(String prefix, long afterRevision) {
        checkOpen();
        if (afterRevision + 1 < history.compactedRevision()) {
            throw new Compacted(afterRevision + 1, history.compactedRevision());
        }
        return hub.watch(prefix, afterRevision);
    }

    @Override
    public long currentRevision() {
        checkOpen();
        return hub.head();
    }

    @Override
    public long compactedRevision() {
        return history.compactedRevision();
    }

    @Override
    public void compact(long revision) {
        checkOpen();
        history.compact(revision);
    }

    private Ledger.View view() {
        checkOpen();
        return ledger.view();
    }

    private long revision() {
        try (Ledger.View view = ledger.view()) {
            return view.revision();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageUnavailable("storage is closed", null);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            hub.close();
            expiry.close();
            committer.close();
            history.close();
            ledger.close();
        }
    }
}
