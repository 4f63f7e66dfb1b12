package dev.navarch.apiserver.storage.etcd;

import com.google.protobuf.ByteString;
import dev.navarch.apiserver.storage.StorageException;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts history every interval, one of all the API servers at a time. They agree as upstream's do: the version of the
 * key {@code compact_rev_key} counts compactions, and who raises it from the number that it knows may compact to the
 * revision that it saw an interval ago. So either kind of server can stand beside the other.
 */
final class Compactor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);
    private static final ByteString KEY = ByteString.copyFromUtf8("compact_rev_key");

    private final EtcdKv kv;
    private final Duration interval;
    private final Thread thread;
    private volatile long compactedRevision;
    private long knownCount;
    private long revisionBefore;

    Compactor(EtcdKv kv, Duration interval) {
        this.kv = kv;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("etcd-compact").unstarted(this::run);
        if (!interval.isZero()) {
            thread.start();
        }
    }

    /** The oldest revision that can be read, as far as this server knows. */
    long compactedRevision() {
        return compactedRevision;
    }

    void learned(long compacted) {
        compactedRevision = Math.max(compactedRevision, compacted);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(interval);
                try {
                    compactIfOurTurn();
                } catch (StorageException e) {
                    log.warn("cannot compact, trying again later: {}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            // closing
        }
    }

    private void compactIfOurTurn() {
        TxnResponse answer = kv.txn(TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setKey(KEY)
                        .setTarget(Compare.CompareTarget.VERSION)
                        .setResult(Compare.CompareResult.EQUAL)
                        .setVersion(knownCount))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestPut(PutRequest.newBuilder()
                                .setKey(KEY)
                                .setValue(ByteString.copyFromUtf8(Long.toString(revisionBefore)))))
                .addFailure(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(KEY)))
                .build());
        long target = revisionBefore;
        revisionBefore = answer.getHeader().getRevision();
        if (!answer.getSucceeded()) {
            answer.getResponses(0).getResponseRange().getKvsList().forEach(mark -> {
                knownCount = mark.getVersion();
                learned(Long.parseLong(mark.getValue().toStringUtf8()));
            });
            return;
        }
        knownCount++;
        if (target > 0) {
            compact(target);
            log.debug("compacted before revision {}", target);
        }
    }

    void compact(long revision) {
        kv.compact(revision, compactedRevision);
        learned(revision);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
