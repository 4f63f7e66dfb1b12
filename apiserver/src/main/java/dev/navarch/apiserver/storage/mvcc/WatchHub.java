package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells watches of changes. The last few changes are at hand, older ones are read from the ledger again, so a watch needs
 * no queue of its own. Guarded by its lock, which the watches share.
 */
final class WatchHub {

    private static final int TAIL = 1024;
    private static final long TAIL_BYTES = 4 * 1024 * 1024;

    final ReentrantLock lock = new ReentrantLock();
    private final Ledger ledger;
    private final Set<HubWatch> watches = new LinkedHashSet<>();
    private final @Nullable Change[] tail = new Change[TAIL];
    private long tailFirst;
    private long tailBytes;
    private long head;
    private boolean closed;

    WatchHub(Ledger ledger, long head) {
        this.ledger = ledger;
        this.head = head;
        this.tailFirst = head + 1;
    }

    long head() {
        lock.lock();
        try {
            return head;
        } finally {
            lock.unlock();
        }
    }

    HubWatch watch(String prefix, long afterRevision) {
        lock.lock();
        try {
            var watch = new HubWatch(this, prefix, afterRevision);
            if (!closed) {
                watches.add(watch);
            } else {
                watch.close();
            }
            return watch;
        } finally {
            lock.unlock();
        }
    }

    /** Changes with the revisions that follow the head. */
    void publish(List<Change> changes) {
        lock.lock();
        try {
            for (Change change : changes) {
                if (change.revision() != head + 1) {
                    throw new IllegalStateException("revision " + change.revision() + " after " + head);
                }
                head = change.revision();
                remember(change);
                watches.forEach(watch -> watch.noticed(change));
            }
        } finally {
            lock.unlock();
        }
    }

    private void remember(Change change) {
        tailBytes += bytes(change);
        if (change.revision() - tailFirst >= TAIL) {
            forgetFirst();
        }
        tail[slot(change.revision())] = change;
        while (tailBytes > TAIL_BYTES && tailFirst < change.revision()) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        int slot = slot(tailFirst);
        Change first = tail[slot];
        if (first != null) {
            tailBytes -= bytes(first);
        }
        tail[slot] = null;
        tailFirst++;
    }

    private static long bytes(Change change) {
        byte[] value = change.value();
        return value == null ? 0 : value.length;
    }

    private static int slot(long revision) {
        return (int) (revision % TAIL);
    }

    /** Under the lock: whether all changes after that revision are at hand. */
    boolean hasTailAfter(long revision) {
        return revision + 1 >= tailFirst;
    }

    /** Under the lock: the changes after that revision below the prefix. */
    List<Change> tailAfter(long revision, String prefix, int limit) {
        var found = new ArrayList<Change>();
        for (long r = revision + 1; r <= head && found.size() < limit; r++) {
            Change change = tail[slot(r)];
            if (change != null && change.key().startsWith(prefix)) {
                found.add(change);
            }
        }
        return found;
    }

    /** Under the lock. */
    long headNow() {
        return head;
    }

    Ledger.View view() {
        return ledger.view();
    }

    void remove(HubWatch watch) {
        lock.lock();
        try {
            watches.remove(watch);
        } finally {
            lock.unlock();
        }
    }

    static StorageUnavailable isClosed() {
        return new StorageUnavailable("the watch is closed", null);
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            List.copyOf(watches).forEach(HubWatch::close);
        } finally {
            lock.unlock();
        }
    }
}
