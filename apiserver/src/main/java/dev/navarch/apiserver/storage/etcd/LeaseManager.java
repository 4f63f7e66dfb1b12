package dev.navarch.apiserver.storage.etcd;

import io.etcd.jetcd.api.LeaseGrantRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives leases to keys with a time to live. They are dear in etcd, so each is made for a little longer than asked and
 * given to the keys that follow, until it would end too early for them or has enough. Its lock guards the present lease;
 * it is held while a new one is asked for, since all who wait need that one.
 */
final class LeaseManager {

    private static final double REUSE_PART = 0.05;

    private final EtcdChannel channel;
    private final EtcdErrors errors;
    private final EtcdOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private long leaseId;
    private long endsAt = System.nanoTime();
    private int objects;

    LeaseManager(EtcdChannel channel, EtcdErrors errors, EtcdOptions options) {
        this.channel = channel;
        this.errors = errors;
        this.options = options;
    }

    /** A lease that ends after that time, not much later. */
    long leaseFor(Duration ttl) {
        lock.lock();
        try {
            long now = System.nanoTime();
            Duration extra = extra(ttl);
            long left = endsAt - now;
            boolean fits = left > ttl.toNanos() && left < ttl.plus(extra).toNanos();
            if (!fits || objects >= options.leaseMaxObjects()) {
                renew(now, ttl.plus(extra));
            }
            objects++;
            return leaseId;
        } finally {
            lock.unlock();
        }
    }

    private Duration extra(Duration ttl) {
        long seconds = Math.min(
                (long) (ttl.toSeconds() * REUSE_PART), options.leaseReuse().toSeconds());
        return Duration.ofSeconds(seconds);
    }

    private void renew(long now, Duration ttl) {
        var request = LeaseGrantRequest.newBuilder().setTTL(Math.max(1, ttl.toSeconds()));
        channel.keepConnecting();
        try {
            leaseId = channel.lease(options.requestTimeout())
                    .leaseGrant(request.build())
                    .getID();
        } catch (StatusRuntimeException e) {
            throw errors.of(e);
        }
        endsAt = now + ttl.toNanos();
        objects = 0;
    }
}
