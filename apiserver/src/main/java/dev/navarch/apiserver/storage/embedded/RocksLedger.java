package dev.navarch.apiserver.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.mvcc.Change;
import dev.navarch.apiserver.storage.mvcc.KeyState;
import dev.navarch.apiserver.storage.mvcc.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger in RocksDB. Whoever uses the database holds the lock for reading; it is held for writing to close it, and to
 * open it again after a write failed: RocksDB refuses all writes from then on, and only its log, read anew, tells what of
 * the failed write is there.
 */
final class RocksLedger implements Ledger {

    static final byte[] REVISION = RecordCodec.metaKey("revision");
    static final byte[] COMPACTED = RecordCodec.metaKey("compacted");
    static final byte[] SCRUBBED = RecordCodec.metaKey("scrubbed");
    private static final byte[] FORMAT = RecordCodec.metaKey("format");
    private static final byte[] THIS_FORMAT = "1".getBytes(UTF_8);

    private static final Logger log = LoggerFactory.getLogger(RocksLedger.class);
    private static final long SPACE_TO_REOPEN = 32L * 1024 * 1024;

    private final Path directory;
    private final Damage damage;
    private final DirectoryLock directoryLock;
    private final RocksOptions options = new RocksOptions();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private @Nullable RocksDB database;
    private volatile @Nullable StorageException writeFailure;

    /** Takes over the lock once open. */
    RocksLedger(Path directory, DirectoryLock directoryLock) {
        this.directory = directory;
        this.damage = new Damage(directory);
        this.directoryLock = directoryLock;
        try {
            RocksDB opened = open();
            database = opened;
            checkFormat(opened);
        } catch (RuntimeException e) {
            closeDatabase();
            throw e;
        }
    }

    private RocksDB open() {
        try {
            return RocksDB.open(options.options(), directory.resolve("data").toString());
        } catch (RocksDBException e) {
            throw damage.of(e);
        }
    }

    private void checkFormat(RocksDB db) {
        try {
            byte[] format = db.get(FORMAT);
            if (format == null) {
                db.put(options.synced(), FORMAT, THIS_FORMAT);
            } else if (!Arrays.equals(format, THIS_FORMAT)) {
                throw new StorageUnavailable(
                        "the data in " + directory + " has format " + new String(format, UTF_8)
                                + ", which this version does not know: use the version that wrote it",
                        null);
            }
        } catch (RocksDBException e) {
            throw damage.of(e);
        }
    }

    @Override
    public View view() {
        lock.readLock().lock();
        try {
            return new RocksView(database(), damage, lock.readLock()::unlock);
        } catch (RuntimeException e) {
            lock.readLock().unlock();
            throw e;
        }
    }

    /** Under the lock. */
    private RocksDB database() {
        RocksDB db = database;
        if (db == null) {
            StorageException reason = writeFailure;
            throw reason != null ? reason : new StorageUnavailable("storage is closed", null);
        }
        return db;
    }

    @Override
    public void append(List<Change> changes) {
        try (var batch = new WriteBatch()) {
            for (Change change : changes) {
                add(batch, change);
            }
            batch.put(REVISION, RecordCodec.number(changes.getLast().revision()));
            write(batch, true);
        } catch (RocksDBException e) {
            throw damage.of(e);
        }
    }

    private static void add(WriteBatch batch, Change change) throws RocksDBException {
        batch.put(RecordCodec.changeKey(change.revision()), RecordCodec.encode(change));
        byte[] stateKey = RecordCodec.stateKey(change.key());
        if (change.isDeletion()) {
            batch.delete(stateKey);
        } else {
            batch.put(stateKey, RecordCodec.encode(change.state()));
        }
        if (change.previousExpiresAt() != 0) {
            batch.delete(RecordCodec.expiryKey(change.previousExpiresAt(), change.key()));
        }
        if (change.expiresAt() != 0) {
            batch.put(RecordCodec.expiryKey(change.expiresAt(), change.key()), RecordCodec.encode(change.state()));
        }
    }

    private void write(WriteBatch batch, boolean durable) {
        lock.readLock().lock();
        try {
            database().write(durable ? options.synced() : options.unsynced(), batch);
        } catch (RocksDBException e) {
            StorageException reason = damage.of(e);
            writeFailure = reason;
            throw reason;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Opens the database anew after a failed write; not before there is room, since it can be read as it is. */
    @Override
    public boolean recover() {
        StorageException reason = writeFailure;
        if (reason == null) {
            return false;
        }
        try {
            if (Files.getFileStore(directory).getUsableSpace() < SPACE_TO_REOPEN) {
                throw damage.full(reason);
            }
        } catch (IOException e) {
            throw new StorageUnavailable("the data directory " + directory + " cannot be accessed: " + e, e);
        }
        lock.writeLock().lock();
        try {
            closeDatabase();
            database = open();
            writeFailure = null;
            log.info("opened {} again after a failed write: {}", directory, reason.getMessage());
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void setCompacted(long revision) {
        try (var batch = new WriteBatch()) {
            batch.put(COMPACTED, RecordCodec.number(revision));
            write(batch, true);
        } catch (RocksDBException e) {
            throw damage.of(e);
        }
    }

    @Override
    public void discard(Collection<Long> revisions, long scrubbedRevision) {
        try (var batch = new WriteBatch()) {
            for (long revision : revisions) {
                batch.delete(RecordCodec.changeKey(revision));
            }
            batch.put(SCRUBBED, RecordCodec.number(scrubbedRevision));
            write(batch, false);
        } catch (RocksDBException e) {
            throw damage.of(e);
        }
    }

    @Override
    public void expiring(Visitor<KeyState> visitor) {
        try (View view = view()) {
            ((RocksView) view).expiring(visitor);
        }
    }

    /** Under the lock for writing, or before anybody else knows this. */
    private void closeDatabase() {
        RocksDB db = database;
        database = null;
        if (db != null) {
            db.close();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closeDatabase();
            options.close();
            directoryLock.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
