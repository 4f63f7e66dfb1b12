package dev.navarch.apiserver.storage.embedded;

import dev.navarch.apiserver.storage.mvcc.Change;
import dev.navarch.apiserver.storage.mvcc.KeyState;
import dev.navarch.apiserver.storage.mvcc.Ledger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/** A snapshot of RocksDB. Holds the database open until closed. */
final class RocksView implements Ledger.View {

    private final RocksDB db;
    private final Damage damage;
    private final Runnable released;
    private final Snapshot snapshot;
    private final ReadOptions options;

    /** @param released runs when the view is closed */
    RocksView(RocksDB db, Damage damage, Runnable released) {
        this.db = db;
        this.damage = damage;
        this.released = released;
        this.snapshot = db.getSnapshot();
        this.options = new ReadOptions().setSnapshot(snapshot);
    }

    @Override
    public long revision() {
        return Math.max(Ledger.FIRST_REVISION, meta(RocksLedger.REVISION));
    }

    @Override
    public long compactedRevision() {
        return meta(RocksLedger.COMPACTED);
    }

    @Override
    public long scrubbedRevision() {
        return meta(RocksLedger.SCRUBBED);
    }

    private long meta(byte[] key) {
        byte[] value = get(key);
        return value == null ? 0 : RecordCodec.number(value);
    }

    @Override
    public Optional<KeyState> key(String key) {
        byte[] value = get(RecordCodec.stateKey(key));
        return value == null ? Optional.empty() : Optional.of(RecordCodec.decodeState(key, value));
    }

    @Override
    public Change change(long revision) {
        byte[] key = RecordCodec.changeKey(revision);
        byte[] value = get(key);
        if (value == null) {
            throw damage.found("the change of revision " + revision + " is missing");
        }
        return RecordCodec.decodeChange(key, value);
    }

    private byte @Nullable [] get(byte[] key) {
        try {
            return db.get(options, key);
        } catch (RocksDBException e) {
            throw damage.of(e);
        }
    }

    @Override
    public void keys(String from, Ledger.Visitor<KeyState> visitor) {
        scan(
                RecordCodec.stateKey(from),
                (key, value) -> visitor.visit(RecordCodec.decodeState(RecordCodec.text(key, 1), value)));
    }

    @Override
    public void changes(long from, Ledger.Visitor<Change> visitor) {
        scan(RecordCodec.changeKey(from), (key, value) -> visitor.visit(RecordCodec.decodeChange(key, value)));
    }

    /** States in the order of their expiry. */
    void expiring(Ledger.Visitor<KeyState> visitor) {
        scan(
                RecordCodec.expiryKey(0, ""),
                (key, value) -> visitor.visit(RecordCodec.decodeState(RecordCodec.text(key, 1 + Long.BYTES), value)));
    }

    @FunctionalInterface
    private interface Entry {
        boolean visit(byte[] key, byte[] value);
    }

    /** Entries of the same kind from that key on. */
    private void scan(byte[] from, Entry visitor) {
        try (RocksIterator iterator = db.newIterator(options)) {
            iterator.seek(from);
            while (iterator.isValid()) {
                byte[] key = iterator.key();
                if (key[0] != from[0] || !visitor.visit(key, iterator.value())) {
                    return;
                }
                iterator.next();
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw damage.of(e);
        }
    }

    @Override
    public void close() {
        options.close();
        db.releaseSnapshot(snapshot);
        snapshot.close();
        released.run();
    }
}
