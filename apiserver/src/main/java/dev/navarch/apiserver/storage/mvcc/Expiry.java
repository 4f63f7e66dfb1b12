package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.StorageException.RevisionConflict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes keys whose time is over, on a thread that sleeps until the next one's is, at least a second. Expiry survives
 * restarts since it is kept with the key. Its lock guards when it wakes.
 */
final class Expiry implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Expiry.class);
    private static final int MAX_BATCH = 256;
    private static final long PAUSE_MILLIS = 1000;
    private static final long IDLE_MILLIS = Duration.ofHours(1).toMillis();

    private final Ledger ledger;
    private final Committer committer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private final Thread thread;
    private long plannedAt = Long.MAX_VALUE;
    private boolean noticedEarlier;
    private boolean closed;

    Expiry(String name, Ledger ledger, Committer committer) {
        this.ledger = ledger;
        this.committer = committer;
        this.thread = Thread.ofVirtual().name("storage-" + name + "-expiry").start(this::run);
    }

    /** Something was written that is to expire. */
    void noticed(List<Change> changes) {
        long first = Long.MAX_VALUE;
        for (Change change : changes) {
            if (change.expiresAt() != 0) {
                first = Math.min(first, change.expiresAt());
            }
        }
        if (first == Long.MAX_VALUE) {
            return;
        }
        lock.lock();
        try {
            if (first < plannedAt) {
                noticedEarlier = true;
                wakeUp.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            do {
                try {
                    deleteDue();
                } catch (StorageException e) {
                    log.warn("cannot delete what expired, trying again later: {}", e.getMessage());
                }
            } while (awaitNext());
        } catch (InterruptedException e) {
            // closing
        }
    }

    private void deleteDue() {
        long now = System.currentTimeMillis();
        var due = new ArrayList<KeyState>();
        do {
            due.clear();
            ledger.expiring(state -> state.expiresAt() <= now && due.add(state) && due.size() < MAX_BATCH);
            List<WriteOperation> deletions = due.stream()
                    .map(state -> new WriteOperation(state.key(), null, state.modRevision(), 0))
                    .toList();
            deletions.forEach(committer::submit);
            for (WriteOperation deletion : deletions) {
                try {
                    var _ = committer.await(deletion);
                } catch (RevisionConflict e) {
                    // written or deleted meanwhile
                }
            }
        } while (!due.isEmpty());
    }

    private boolean awaitNext() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = System.currentTimeMillis();
            long[] next = {now + IDLE_MILLIS};
            ledger.expiring(state -> {
                next[0] = Math.min(next[0], state.expiresAt());
                return false;
            });
            plannedAt = Math.max(next[0], now + PAUSE_MILLIS);
            noticedEarlier = false;
            while (!closed && !noticedEarlier && System.currentTimeMillis() < plannedAt) {
                var _ = wakeUp.await(plannedAt - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wakeUp.signal();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
