package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.StorageEvent;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;

/**
 * One watch: a position in the sequence of changes. While it is parked it has seen everything that concerns it, and the
 * hub sets its position anew with the next such change; so changes of other keys neither wake it nor leave it behind.
 * Guarded by the hub's lock.
 */
final class HubWatch implements StorageWatch {

    private static final int MAX_EVENTS = 512;
    private static final int MAX_SCANNED = 10_000;

    private final WatchHub hub;
    private final String prefix;
    private final Condition wakeUp;
    private long position;
    private boolean parked;
    private boolean progressRequested;
    private boolean closed;

    HubWatch(WatchHub hub, String prefix, long position) {
        this.hub = hub;
        this.prefix = prefix;
        this.position = position;
        this.wakeUp = hub.lock.newCondition();
    }

    /** Under the lock. */
    void noticed(Change change) {
        if (parked && change.revision() > position && change.key().startsWith(prefix)) {
            position = change.revision() - 1;
            parked = false;
            wakeUp.signal();
        }
    }

    @Override
    public List<StorageEvent> poll(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            hub.lock.lockInterruptibly();
            try {
                if (!awaitNews(deadline)) {
                    return List.of();
                }
                if (parked) {
                    progressRequested = false;
                    return List.of(new StorageEvent.Progress(hub.headNow()));
                }
                if (hub.hasTailAfter(position)) {
                    List<Change> changes = hub.tailAfter(position, prefix, MAX_EVENTS);
                    if (changes.isEmpty()) {
                        parked = true;
                        continue;
                    }
                    position = changes.getLast().revision();
                    return events(changes);
                }
            } finally {
                hub.lock.unlock();
            }
            List<Change> changes = readHistory();
            if (!changes.isEmpty()) {
                return events(changes);
            }
        }
    }

    /** Until there are changes to look at, or progress is to be told (then parked); false when the time is over. */
    private boolean awaitNews(long deadline) throws InterruptedException {
        while (true) {
            if (closed) {
                throw WatchHub.isClosed();
            }
            if (!parked && position >= hub.headNow()) {
                parked = true;
            }
            if (!parked || progressRequested) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            var _ = wakeUp.awaitNanos(left);
        }
    }

    private List<Change> readHistory() throws InterruptedException {
        var found = new ArrayList<Change>();
        long from = position + 1;
        long[] last = {position};
        try (Ledger.View view = hub.view()) {
            if (from < view.compactedRevision()) {
                throw new Compacted(from, view.compactedRevision());
            }
            view.changes(from, change -> {
                last[0] = change.revision();
                if (change.key().startsWith(prefix)) {
                    found.add(change);
                }
                return found.size() < MAX_EVENTS && last[0] - from < MAX_SCANNED;
            });
        }
        hub.lock.lockInterruptibly();
        try {
            position = last[0];
        } finally {
            hub.lock.unlock();
        }
        return found;
    }

    private static List<StorageEvent> events(List<Change> changes) {
        return changes.stream().map(Change::event).toList();
    }

    @Override
    public void requestProgress() {
        hub.lock.lock();
        try {
            progressRequested = true;
            wakeUp.signal();
        } finally {
            hub.lock.unlock();
        }
    }

    @Override
    public void close() {
        hub.lock.lock();
        try {
            closed = true;
            wakeUp.signal();
            hub.remove(this);
        } finally {
            hub.lock.unlock();
        }
    }
}
