package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where changes are written down, each key's present state beside them. All methods throw {@link StorageUnavailable}
 * when the medium fails. Views are for any thread; {@link #append} is called by one thread, {@link #setCompacted} and
 * {@link #discard} by one thread too.
 */
public interface Ledger extends AutoCloseable {

    /** The revision of a ledger in which nothing has been written. */
    long FIRST_REVISION = 1;

    /** A snapshot, taken now. */
    View view();

    /** Writes all or none, in order; when this returns they are as durable as this ledger makes them, and in new views. */
    void append(List<Change> changes);

    /**
     * Makes appending possible again after it failed, and settles whether the failed changes are in or not. Called before
     * each append.
     *
     * @return whether there was anything to do; then there may be changes that nobody was told of
     */
    default boolean recover() {
        return false;
    }

    /** Durably notes that states before the revision are gone for readers. */
    void setCompacted(long revision);

    /**
     * Removes those changes, which no reader can ask for, and notes how far this has come.
     *
     * @param scrubbedRevision all garbage of changes before this one is gone now
     */
    void discard(Collection<Long> revisions, long scrubbedRevision);

    /** States that expire, the first to do so first, until the visitor says false. */
    void expiring(Visitor<KeyState> visitor);

    @Override
    void close();

    /** One unchanging state of the ledger. Used by one thread at a time. */
    interface View extends AutoCloseable {

        /** The last revision in it. */
        long revision();

        /** Reads before this revision are refused; 0 when nothing was compacted. */
        long compactedRevision();

        /** How far garbage has been removed. */
        long scrubbedRevision();

        Optional<KeyState> key(String key);

        /** States of all keys from that one on, in order, until the visitor says false. */
        void keys(String from, Visitor<KeyState> visitor);

        /** A change that exists; it is a bug or damage when it does not. */
        Change change(long revision);

        /** Changes from that revision on, in order, until the visitor says false. */
        void changes(long from, Visitor<Change> visitor);

        @Override
        void close();
    }

    /** Sees one item after the other. */
    @FunctionalInterface
    interface Visitor<T> {
        /** Whether to go on. */
        boolean visit(T item);
    }
}
