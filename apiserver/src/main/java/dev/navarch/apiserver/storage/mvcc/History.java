package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.FutureRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends history: refuses old states first, then removes what only they needed. Each change names the one it replaced, so
 * the garbage of a compaction is found by walking what has changed since the one before. Its lock serializes compactions
 * and guards the schedule.
 */
final class History implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(History.class);
    private static final int CHUNK = 1000;

    private final Ledger ledger;
    private final HistoryLimits limits;
    private final ReentrantLock compaction = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private final long revisionAtStart;
    private volatile long compactedRevision;
    private boolean tooLong;
    private boolean closed;

    History(String name, Ledger ledger, HistoryLimits limits) {
        this.ledger = ledger;
        this.limits = limits;
        try (Ledger.View view = ledger.view()) {
            this.compactedRevision = view.compactedRevision();
            this.revisionAtStart = view.revision();
        }
        Thread.ofVirtual().name("storage-" + name + "-compact").start(this::run);
    }

    long compactedRevision() {
        return compactedRevision;
    }

    /** Something was written. */
    void noticed(long revision) {
        if (revision - compactedRevision > limits.maxChanges()) {
            lock.lock();
            try {
                tooLong = true;
                wakeUp.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** As {@link dev.navarch.apiserver.storage.Storage#compact}. */
    void compact(long revision) {
        compaction.lock();
        try (Ledger.View view = ledger.view()) {
            if (revision <= view.compactedRevision()) {
                throw new Compacted(revision, view.compactedRevision());
            }
            if (revision > view.revision()) {
                throw new FutureRevision(revision, view.revision());
            }
            ledger.setCompacted(revision);
            compactedRevision = revision;
            discardGarbage(view, revision);
        } finally {
            compaction.unlock();
        }
    }

    private void discardGarbage(Ledger.View view, long compacted) {
        var garbage = new ArrayList<Long>();
        view.changes(Math.max(view.scrubbedRevision(), Ledger.FIRST_REVISION), change -> {
            if (change.revision() > compacted) {
                return false;
            }
            if (change.previousRevision() != 0) {
                garbage.add(change.previousRevision());
            }
            if (change.isDeletion() && change.revision() < compacted) {
                garbage.add(change.revision());
            }
            if (garbage.size() >= CHUNK) {
                ledger.discard(List.copyOf(garbage), change.revision());
                garbage.clear();
            }
            return true;
        });
        ledger.discard(garbage, compacted);
    }

    private void run() {
        long revisionAtLastTick = revisionAtStart;
        try {
            while (awaitTick()) {
                revisionAtLastTick = tick(revisionAtLastTick);
            }
        } catch (InterruptedException e) {
            // closing
        }
    }

    private long tick(long revisionAtLastTick) {
        try {
            long current = currentRevision();
            compactBefore(Math.max(revisionAtLastTick, current - limits.maxChanges() / 2));
            return current;
        } catch (StorageException e) {
            log.warn("cannot compact, trying again later: {}", e.getMessage());
            return revisionAtLastTick;
        }
    }

    private void compactBefore(long revision) {
        if (revision > compactedRevision && revision > Ledger.FIRST_REVISION) {
            compact(revision);
            log.debug("compacted before revision {}", revision);
        }
    }

    private long currentRevision() {
        try (Ledger.View view = ledger.view()) {
            return view.revision();
        }
    }

    private boolean awaitTick() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limits.interval().toNanos();
            while (!closed && !tooLong && left > 0) {
                left = wakeUp.awaitNanos(left);
            }
            tooLong = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a compaction that runs, a few seconds at most. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wakeUp.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (compaction.tryLock(5, TimeUnit.SECONDS)) {
                compaction.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
