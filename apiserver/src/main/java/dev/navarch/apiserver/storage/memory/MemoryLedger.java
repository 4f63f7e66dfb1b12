package dev.navarch.apiserver.storage.memory;

import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.mvcc.Change;
import dev.navarch.apiserver.storage.mvcc.KeyState;
import dev.navarch.apiserver.storage.mvcc.Ledger;
import dev.navarch.apiserver.storage.tree.SortedTree;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** A ledger in immutable trees: a view is a reference to them. The lock is for writers. */
final class MemoryLedger implements Ledger {

    private static final Comparator<KeyState> BY_EXPIRY =
            Comparator.comparingLong(KeyState::expiresAt).thenComparing(KeyState::key, Keys.ORDER);

    private final ReentrantLock lock = new ReentrantLock();
    private volatile MemoryView current = new MemoryView(
            FIRST_REVISION,
            0,
            0,
            SortedTree.empty(Keys.ORDER),
            SortedTree.empty(Comparator.naturalOrder()),
            SortedTree.empty(BY_EXPIRY));

    @Override
    public View view() {
        return current;
    }

    private void update(UnaryOperator<MemoryView> change) {
        lock.lock();
        try {
            current = change.apply(current);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void append(List<Change> changes) {
        update(view -> {
            MemoryView next = view;
            for (Change change : changes) {
                next = next.with(change);
            }
            return next;
        });
    }

    @Override
    public void setCompacted(long revision) {
        update(view ->
                new MemoryView(view.revision, revision, view.scrubbedRevision, view.keys, view.changes, view.expiring));
    }

    @Override
    public void discard(Collection<Long> revisions, long scrubbedRevision) {
        update(view -> {
            SortedTree<Long, Change> changes = view.changes;
            for (Long revision : revisions) {
                changes = changes.remove(revision);
            }
            return new MemoryView(
                    view.revision, view.compactedRevision, scrubbedRevision, view.keys, changes, view.expiring);
        });
    }

    @Override
    public void expiring(Visitor<KeyState> visitor) {
        MemoryView.visit(current.expiring.values(), visitor);
    }

    @Override
    public void close() {}

    private record MemoryView(
            long revision,
            long compactedRevision,
            long scrubbedRevision,
            SortedTree<String, KeyState> keys,
            SortedTree<Long, Change> changes,
            SortedTree<KeyState, KeyState> expiring)
            implements View {

        MemoryView with(Change change) {
            SortedTree<KeyState, KeyState> expiry = expiring;
            if (change.previousExpiresAt() != 0) {
                expiry = expiry.remove(new KeyState(change.key(), 0, 0, 0, change.previousExpiresAt()));
            }
            if (change.expiresAt() != 0) {
                expiry = expiry.put(change.state(), change.state());
            }
            return new MemoryView(
                    change.revision(),
                    compactedRevision,
                    scrubbedRevision,
                    change.isDeletion() ? keys.remove(change.key()) : keys.put(change.key(), change.state()),
                    changes.put(change.revision(), change),
                    expiry);
        }

        @Override
        public Optional<KeyState> key(String key) {
            return Optional.ofNullable(keys.get(key));
        }

        @Override
        public void keys(String from, Visitor<KeyState> visitor) {
            visit(keys.valuesFrom(from), visitor);
        }

        @Override
        public Change change(long revision) {
            Change change = changes.get(revision);
            if (change == null) {
                throw new IllegalStateException("no change of revision " + revision);
            }
            return change;
        }

        @Override
        public void changes(long from, Visitor<Change> visitor) {
            visit(changes.valuesFrom(from), visitor);
        }

        private static <T> void visit(Iterator<T> items, Visitor<T> visitor) {
            while (items.hasNext() && visitor.visit(items.next())) {
                // the visitor decides
            }
        }

        @Override
        public void close() {}
    }
}
