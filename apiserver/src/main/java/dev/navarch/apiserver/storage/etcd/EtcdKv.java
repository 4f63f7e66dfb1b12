package dev.navarch.apiserver.storage.etcd;

import com.google.protobuf.ByteString;
import dev.navarch.apiserver.storage.StorageException;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc.KVBlockingStub;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.function.Function;

/**
 * Requests to etcd's key-value service. Reads are asked again while time is left, when a member or a connection went away
 * under them; writes are not, once they are on their way: whether they happened is not known then.
 */
record EtcdKv(EtcdChannel channel, EtcdErrors errors, Duration timeout) {

    private static final Duration PAUSE = Duration.ofMillis(100);

    RangeResponse range(RangeRequest request) {
        return read(kv -> kv.range(request), 0, 0);
    }

    /** @param compacted the oldest revision known to be readable */
    RangeResponse rangeAt(RangeRequest request, long compacted) {
        return read(kv -> kv.range(request), request.getRevision(), compacted);
    }

    /** The header of the answer has the present revision, agreed on by a majority. */
    long currentRevision(ByteString anyKey) {
        return range(RangeRequest.newBuilder().setKey(anyKey).setCountOnly(true).build())
                .getHeader()
                .getRevision();
    }

    TxnResponse txn(TxnRequest request) {
        channel.keepConnecting();
        try {
            return channel.kv(timeout).txn(request);
        } catch (StatusRuntimeException e) {
            throw errors.of(e);
        }
    }

    void compact(long revision, long compacted) {
        channel.keepConnecting();
        try {
            var _ = channel.kv(timeout)
                    .compact(
                            CompactionRequest.newBuilder().setRevision(revision).build());
        } catch (StatusRuntimeException e) {
            throw errors.of(e, revision, compacted);
        }
    }

    private <T> T read(Function<KVBlockingStub, T> request, long revision, long compacted) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            channel.keepConnecting();
            Duration left = Duration.ofNanos(end - System.nanoTime());
            try {
                return request.apply(channel.kv(left));
            } catch (StatusRuntimeException e) {
                if (!EtcdErrors.passes(e) || left.compareTo(PAUSE) <= 0 || !pause()) {
                    throw errors.of(e, revision, compacted);
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Fails at once and with the reason where there is no connection. */
    void check(ByteString anyKey, Duration limit) {
        channel.keepConnecting();
        try {
            var _ = channel.impatientKv(limit)
                    .range(RangeRequest.newBuilder()
                            .setKey(anyKey)
                            .setCountOnly(true)
                            .build());
        } catch (StatusRuntimeException e) {
            StorageException told = errors.of(e);
            throw told;
        }
    }
}
