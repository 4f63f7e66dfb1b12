package dev.navarch.apiserver.storage.etcd;

import com.google.protobuf.ByteString;
import dev.navarch.apiserver.storage.StorageEvent;
import dev.navarch.apiserver.storage.StorageException;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.StorageWatch;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc.WatchStub;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A watch on a stream of its own. No more than a few answers of etcd are let in before they are taken, the rest waits
 * there. The first error ends the watch. Guarded by its lock.
 */
final class EtcdWatch implements StorageWatch {

    private static final int MAX_WAITING_ANSWERS = 64;
    private static final WatchRequest PROGRESS = WatchRequest.newBuilder()
            .setProgressRequest(WatchProgressRequest.getDefaultInstance())
            .build();

    private final KeySpace keys;
    private final EtcdErrors errors;
    private final BooleanSupplier progressCanBeAsked;
    private final long afterRevision;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Queue<List<StorageEvent>> waiting = new ArrayDeque<>();
    private final Answers stream = new Answers();
    private long highestRevision;
    private boolean created;
    private boolean progressWanted;
    private @Nullable StorageException failure;

    EtcdWatch(
            WatchStub stub,
            KeySpace keys,
            EtcdErrors errors,
            BooleanSupplier progressCanBeAsked,
            String prefix,
            long afterRevision) {
        this.progressCanBeAsked = progressCanBeAsked;
        this.keys = keys;
        this.errors = errors;
        this.afterRevision = afterRevision;
        var _ = stub.watch(stream);
        stream.ask(create(keys.toEtcd(prefix), keys.endOf(prefix)));
    }

    private WatchRequest create(ByteString start, ByteString end) {
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(start)
                        .setRangeEnd(end)
                        .setStartRevision(afterRevision + 1)
                        .setProgressNotify(true))
                .build();
    }

    /** What gRPC calls, one call at a time. */
    private final class Answers implements ClientResponseObserver<WatchRequest, WatchResponse> {

        private @Nullable ClientCallStreamObserver<WatchRequest> requests;

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> opened) {
            requests = opened;
            opened.disableAutoRequestWithInitial(MAX_WAITING_ANSWERS);
        }

        @Override
        public void onNext(WatchResponse response) {
            lock.lock();
            try {
                receive(response);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onError(Throwable error) {
            fail(errors.of(error));
        }

        @Override
        public void onCompleted() {
            fail(new StorageUnavailable("etcd ended the watch", null));
        }

        void ask(WatchRequest request) {
            ClientCallStreamObserver<WatchRequest> open = requests;
            if (open != null) {
                open.onNext(request);
            }
        }

        void letIn(int answers) {
            ClientCallStreamObserver<WatchRequest> open = requests;
            if (open != null) {
                open.request(answers);
            }
        }

        void end() {
            ClientCallStreamObserver<WatchRequest> open = requests;
            if (open != null) {
                open.cancel("the watch is closed", null);
            }
        }
    }

    private void fail(StorageException reason) {
        lock.lock();
        try {
            if (failure == null) {
                failure = reason;
                news.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void receive(WatchResponse response) {
        if (failure != null) {
            return;
        }
        if (response.getCanceled()) {
            fail(reason(response));
            stream.end();
            return;
        }
        if (response.getCreated()) {
            created = true;
            stream.letIn(1);
            if (progressWanted) {
                stream.ask(PROGRESS);
            }
            return;
        }
        long revision = response.getHeader().getRevision();
        if (revision < highestRevision) {
            fail(new StorageUnavailable("etcd went back from revision " + highestRevision + " to " + revision, null));
            stream.end();
            return;
        }
        highestRevision = revision;
        waiting.add(events(response));
        news.signal();
    }

    private StorageException reason(WatchResponse cancelled) {
        if (cancelled.getCompactRevision() > 0) {
            return new Compacted(afterRevision + 1, cancelled.getCompactRevision());
        }
        String text = cancelled.getCancelReason();
        return new StorageUnavailable("etcd ended the watch" + (text.isEmpty() ? "" : ": " + text), null);
    }

    private List<StorageEvent> events(WatchResponse response) {
        if (response.getEventsCount() == 0) {
            return List.of(new StorageEvent.Progress(response.getHeader().getRevision()));
        }
        var events = new ArrayList<StorageEvent>(response.getEventsCount());
        for (Event event : response.getEventsList()) {
            var changed = event.getKv();
            events.add(
                    event.getType() == Event.EventType.DELETE
                            ? new StorageEvent.Delete(keys.fromEtcd(changed.getKey()), changed.getModRevision())
                            : new StorageEvent.Put(keys.fromEtcd(changed)));
        }
        return events;
    }

    boolean isOver() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<StorageEvent> poll(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (waiting.isEmpty()) {
                StorageException reason = failure;
                if (reason != null) {
                    throw reason;
                }
                if (left <= 0) {
                    return List.of();
                }
                left = news.awaitNanos(left);
            }
            if (failure == null) {
                stream.letIn(1);
            }
            return waiting.remove();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void requestProgress() {
        if (!progressCanBeAsked.getAsBoolean()) {
            return;
        }
        lock.lock();
        try {
            if (created && failure == null) {
                stream.ask(PROGRESS);
            }
            progressWanted = !created;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            failure = new StorageUnavailable("the watch is closed", null);
            waiting.clear();
            news.signal();
        } finally {
            lock.unlock();
        }
        stream.end();
    }
}
