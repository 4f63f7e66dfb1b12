package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. All writes that arrive while one batch is being made durable become the next batch, so the
 * price of durability is shared by as many as wait for it. A caller hears of its write, or of the conflict that refused
 * it, only when everything that the answer rests on is durable.
 */
final class Committer implements AutoCloseable {

    private static final int MAX_WAITING = 4096;
    private static final int MAX_BATCH = 512;
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

    /** Hears, on the committing thread, of what is durable before those do who wait for it. */
    interface Listener {

        void committed(List<Change> changes);

        /** There may be changes that {@link #committed} was not told of. */
        void recovered();
    }

    private final Ledger ledger;
    private final Listener listener;
    private final BlockingQueue<WriteOperation> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final WriteOperation stop = new WriteOperation("", null, 0, 0);
    private final Thread thread;
    private volatile boolean closed;

    Committer(String name, Ledger ledger, Listener listener) {
        this.ledger = ledger;
        this.listener = listener;
        this.thread =
                Thread.ofPlatform().name("storage-" + name + "-commit").daemon().start(this::run);
    }

    /** Commits the write and returns what it did. */
    Change commit(WriteOperation operation) {
        submit(operation);
        return await(operation);
    }

    /** Puts the write into the queue; {@link #await} tells what became of it. */
    void submit(WriteOperation operation) {
        try {
            if (closed || !waiting.offer(operation, WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw closed ? isClosed() : StorageUnavailable.timeout("storage takes no more writes", null);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (!thread.isAlive()) {
            failWaiting();
        }
    }

    Change await(WriteOperation operation) {
        try {
            return operation.result().get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw StorageUnavailable.timeout("storage did not commit in " + WRITE_TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException reason) {
                throw reason;
            }
            throw new StorageUnavailable("cannot write: " + e.getCause(), e);
        }
    }

    private void run() {
        var batch = new ArrayList<WriteOperation>();
        while (!batch.contains(stop)) {
            batch.clear();
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch, MAX_BATCH - 1);
                commit(batch);
            } catch (InterruptedException e) {
                // only close() ends this thread
            } catch (RuntimeException | Error e) {
                batch.forEach(operation -> operation.result().completeExceptionally(e));
            }
        }
        failWaiting();
    }

    private void commit(List<WriteOperation> batch) {
        if (ledger.recover()) {
            listener.recovered();
        }
        var accepted = new HashMap<WriteOperation, Change>();
        var refused = new HashMap<WriteOperation, StorageException>();
        List<Change> changes = decide(batch, accepted, refused);
        if (!changes.isEmpty()) {
            ledger.append(changes);
            listener.committed(changes);
        }
        refused.forEach((operation, reason) -> operation.result().completeExceptionally(reason));
        accepted.forEach((operation, change) -> operation.result().complete(change));
    }

    private List<Change> decide(
            List<WriteOperation> batch,
            Map<WriteOperation, Change> accepted,
            Map<WriteOperation, StorageException> refused) {
        var changes = new ArrayList<Change>();
        var lastOfKey = new HashMap<String, Change>();
        try (Ledger.View view = ledger.view()) {
            long revision = view.revision();
            for (WriteOperation operation : batch) {
                if (operation.equals(stop)) {
                    continue;
                }
                Change last = lastOfKey.get(operation.key());
                KeyState state =
                        last == null ? view.key(operation.key()).orElse(null) : last.isDeletion() ? null : last.state();
                if (operation.accepts(state)) {
                    Change change = operation.change(state, ++revision);
                    changes.add(change);
                    lastOfKey.put(operation.key(), change);
                    accepted.put(operation, change);
                } else {
                    refused.put(operation, operation.refusal(() -> current(view, last, state)));
                }
            }
        }
        return changes;
    }

    private static @Nullable KeyValue current(Ledger.View view, @Nullable Change last, @Nullable KeyState state) {
        if (state == null) {
            return null;
        }
        return (last == null ? view.change(state.modRevision()) : last).keyValue();
    }

    private void failWaiting() {
        var rest = new ArrayList<WriteOperation>();
        waiting.drainTo(rest);
        rest.forEach(operation -> operation.result().completeExceptionally(isClosed()));
    }

    private static StorageUnavailable interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StorageUnavailable("interrupted while writing", e);
    }

    private static StorageUnavailable isClosed() {
        return new StorageUnavailable("storage is closed", null);
    }

    /** Commits what waits, then ends; bounded by the time that one write may take. */
    @Override
    public void close() {
        closed = true;
        try {
            var _ = waiting.offer(stop, WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            var _ = thread.join(WRITE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
