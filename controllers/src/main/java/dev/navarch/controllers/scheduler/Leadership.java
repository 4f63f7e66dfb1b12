package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.config.SchedulerConfiguration.LeaderElection;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether this scheduler is the one that works. Without election it always is. A scheduler that loses its lease pauses
 * and stands for election again. Thread-safe; {@code lock} guards {@code leading}.
 */
final class Leadership implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean leading;
    private final @Nullable ExecutorService executor;
    private volatile @Nullable CompletableFuture<?> term;
    private volatile boolean closed;

    private Leadership(boolean leading, @Nullable ExecutorService executor) {
        this.leading = leading;
        this.executor = executor;
    }

    static Leadership of(LeaderElection election, KubernetesClient client) {
        if (!election.leaderElect()) {
            return new Leadership(true, null);
        }
        ExecutorService executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("scheduler-leader-election-", 0).factory());
        Leadership leadership = new Leadership(false, executor);
        String identity = hostname() + "_" + UUID.randomUUID();
        executor.execute(() -> leadership.stand(election, client, identity, executor));
        return leadership;
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private void stand(LeaderElection election, KubernetesClient client, String identity, ExecutorService worker) {
        while (!closed) {
            LeaderElector elector = new LeaderElectorBuilder(client, worker)
                    .withConfig(new LeaderElectionConfigBuilder()
                            .withName(election.resourceName())
                            .withLeaseDuration(election.leaseDuration())
                            .withRenewDeadline(election.renewDeadline())
                            .withRetryPeriod(election.retryPeriod())
                            .withReleaseOnCancel(true)
                            .withLock(new LeaseLock(election.resourceNamespace(), election.resourceName(), identity))
                            .withLeaderCallbacks(new LeaderCallbacks(() -> set(true), () -> set(false), leader -> {}))
                            .build())
                    .build();
            CompletableFuture<?> future = elector.start();
            term = future;
            future.exceptionally(failure -> null).join();
            set(false);
            pause(election);
        }
    }

    private void pause(LeaderElection election) {
        try {
            Thread.sleep(election.retryPeriod());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void set(boolean value) {
        lock.lock();
        try {
            leading = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isLeading() {
        lock.lock();
        try {
            return leading;
        } finally {
            lock.unlock();
        }
    }

    void await() throws InterruptedException {
        lock.lock();
        try {
            while (!leading && !closed) {
                changed.await(1, TimeUnit.MINUTES);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<?> current = term;
        if (current != null) {
            current.cancel(true);
        }
        set(false);
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
