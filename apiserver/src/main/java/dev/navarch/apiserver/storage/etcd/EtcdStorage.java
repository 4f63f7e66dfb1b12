package dev.navarch.apiserver.storage.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Page;
import dev.navarch.apiserver.storage.RangeRequest;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageException.FutureRevision;
import dev.navarch.apiserver.storage.StorageException.KeyExists;
import dev.navarch.apiserver.storage.StorageException.RevisionConflict;
import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import dev.navarch.apiserver.storage.StorageException.ValueTooLarge;
import dev.navarch.apiserver.storage.StorageWatch;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Storage in an etcd cluster. */
public final class EtcdStorage implements Storage {

    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(2);
    private static final String HEALTH_KEY = "/registry/health";

    private final EtcdChannel channel;
    private final KeySpace keys;
    private final EtcdErrors errors;
    private final EtcdKv kv;
    private final LeaseManager leases;
    private final Compactor compactor;
    private final ProgressSupport progress;
    private final Set<EtcdWatch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private EtcdStorage(EtcdOptions options) {
        this.channel = new EtcdChannel(options);
        this.keys = new KeySpace(options.prefix());
        this.errors = new EtcdErrors(options.endpoints());
        this.kv = new EtcdKv(channel, errors, options.requestTimeout());
        this.leases = new LeaseManager(channel, errors, options);
        this.compactor = new Compactor(kv, options.compactionInterval());
        this.progress = new ProgressSupport(options);
    }

    /**
     * Makes a client of that cluster. Nothing is asked of etcd, which may come up later.
     *
     * @throws StorageUnavailable when the files for TLS cannot be used
     */
    public static EtcdStorage open(EtcdOptions options) {
        return new EtcdStorage(options);
    }

    /**
     * Makes a client of a cluster that answers.
     *
     * @param patience how long to wait for its first answer
     * @throws StorageUnavailable when it has not answered by then, or the files for TLS cannot be used
     */
    public static EtcdStorage openAnswering(EtcdOptions options, Duration patience) {
        EtcdStorage storage = open(options);
        boolean answers = false;
        try {
            storage.awaitAnswer(patience);
            answers = true;
            return storage;
        } finally {
            if (!answers) {
                storage.close();
            }
        }
    }

    private void awaitAnswer(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                checkHealth();
                return;
            } catch (StorageUnavailable e) {
                if (System.nanoTime() >= end) {
                    throw e;
                }
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageUnavailable("interrupted while waiting for etcd", e);
            }
        }
    }

    @Override
    public Optional<KeyValue> get(String key) {
        checkOpen();
        var request = io.etcd.jetcd.api.RangeRequest.newBuilder().setKey(keys.toEtcd(key));
        return kv.range(request.build()).getKvsList().stream().findFirst().map(keys::fromEtcd);
    }

    @Override
    public Page list(RangeRequest request) {
        checkOpen();
        var range = io.etcd.jetcd.api.RangeRequest.newBuilder()
                .setKey(keys.toEtcd(request.startKey().isEmpty() ? request.prefix() : request.startKey()))
                .setRangeEnd(keys.endOf(request.prefix()))
                .setRevision(request.revision())
                .setLimit(request.limit());
        RangeResponse answer;
        try {
            answer = kv.rangeAt(range.build(), compactor.compactedRevision());
        } catch (FutureRevision e) {
            throw new FutureRevision(request.revision(), currentRevision());
        }
        List<KeyValue> items = answer.getKvsList().stream().map(keys::fromEtcd).toList();
        long revision = request.revision() == 0 ? answer.getHeader().getRevision() : request.revision();
        return new Page(items, revision, answer.getCount() - items.size());
    }

    @Override
    public KeyValue create(String key, byte[] value, Duration ttl) {
        ByteString etcdKey = keys.toEtcd(key);
        TxnResponse answer =
                kv.txn(ifAt(etcdKey, 0).addSuccess(put(etcdKey, value, ttl)).build());
        if (!answer.getSucceeded()) {
            throw new KeyExists(key);
        }
        long revision = answer.getHeader().getRevision();
        return new KeyValue(key, value, revision, revision, 1);
    }

    @Override
    public KeyValue compareAndSet(String key, long expectedModRevision, byte[] value, Duration ttl) {
        requireRevision(expectedModRevision);
        ByteString etcdKey = keys.toEtcd(key);
        TxnResponse answer = kv.txn(ifAt(etcdKey, expectedModRevision)
                .addSuccess(put(etcdKey, value, ttl))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestRange(io.etcd.jetcd.api.RangeRequest.newBuilder()
                                .setKey(etcdKey)
                                .setKeysOnly(true)))
                .addFailure(get(etcdKey))
                .build());
        if (!answer.getSucceeded()) {
            throw conflict(key, expectedModRevision, answer);
        }
        var written = answer.getResponses(1).getResponseRange().getKvs(0);
        return new KeyValue(key, value, written.getCreateRevision(), written.getModRevision(), written.getVersion());
    }

    @Override
    public long compareAndDelete(String key, long expectedModRevision) {
        requireRevision(expectedModRevision);
        ByteString etcdKey = keys.toEtcd(key);
        TxnResponse answer = kv.txn(ifAt(etcdKey, expectedModRevision)
                .addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(etcdKey)))
                .addFailure(get(etcdKey))
                .build());
        if (!answer.getSucceeded()) {
            throw conflict(key, expectedModRevision, answer);
        }
        return answer.getHeader().getRevision();
    }

    private TxnRequest.Builder ifAt(ByteString etcdKey, long modRevision) {
        checkOpen();
        return TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setKey(etcdKey)
                        .setTarget(Compare.CompareTarget.MOD)
                        .setResult(Compare.CompareResult.EQUAL)
                        .setModRevision(modRevision));
    }

    private RequestOp put(ByteString etcdKey, byte[] value, Duration ttl) {
        if (value.length > MAX_VALUE_BYTES) {
            throw new ValueTooLarge("etcdserver: request is too large");
        }
        return RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder()
                        .setKey(etcdKey)
                        .setValue(UnsafeByteOperations.unsafeWrap(value))
                        .setLease(ttl.isZero() ? 0 : leases.leaseFor(ttl)))
                .build();
    }

    private static RequestOp get(ByteString etcdKey) {
        return RequestOp.newBuilder()
                .setRequestRange(io.etcd.jetcd.api.RangeRequest.newBuilder().setKey(etcdKey))
                .build();
    }

    private RevisionConflict conflict(String key, long expected, TxnResponse answer) {
        var found = answer.getResponses(0).getResponseRange().getKvsList();
        return new RevisionConflict(key, expected, found.isEmpty() ? null : keys.fromEtcd(found.getFirst()));
    }

    private static void requireRevision(long expected) {
        if (expected <= 0) {
            throw new IllegalArgumentException("no revision of a key: " + expected);
        }
    }

    @Override
    public StorageWatch watch(String prefix, long afterRevision) {
        checkOpen();
        watches.removeIf(EtcdWatch::isOver);
        channel.keepConnecting();
        var watch = new EtcdWatch(channel.watch(), keys, errors, progress::isReliable, prefix, afterRevision);
        watches.add(watch);
        return watch;
    }

    @Override
    public boolean progressOnRequest() {
        return progress.isReliable();
    }

    @Override
    public long currentRevision() {
        checkOpen();
        return kv.currentRevision(keys.toEtcd(HEALTH_KEY));
    }

    @Override
    public long compactedRevision() {
        return compactor.compactedRevision();
    }

    @Override
    public void compact(long revision) {
        checkOpen();
        try {
            compactor.compact(revision);
        } catch (FutureRevision e) {
            throw new FutureRevision(revision, currentRevision());
        }
    }

    @Override
    public void checkHealth() {
        checkOpen();
        kv.check(keys.toEtcd(HEALTH_KEY), HEALTH_LIMIT);
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageUnavailable("storage is closed", null);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            compactor.close();
            watches.forEach(EtcdWatch::close);
            progress.close();
            channel.close();
        }
    }
}
