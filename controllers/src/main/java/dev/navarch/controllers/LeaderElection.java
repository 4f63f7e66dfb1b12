package dev.navarch.controllers;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the manager's Lease and runs something while it is held. After a loss it stands for election again. The periods
 * are upstream's: a lease of 15 s, given up after 10 s without renewal, tried every 2 s.
 *
 * <p>The session is guarded by this object's monitor.
 */
final class LeaderElection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaderElection.class);

    private final KubernetesClient client;
    private final Supplier<? extends AutoCloseable> term;
    private final String identity = hostName() + "_" + UUID.randomUUID();
    private final Thread campaign;
    private @Nullable AutoCloseable session;
    private volatile @Nullable CompletableFuture<?> election;
    private volatile boolean closed;

    private LeaderElection(KubernetesClient client, Supplier<? extends AutoCloseable> term) {
        this.client = client;
        this.term = term;
        this.campaign = Thread.ofVirtual().name("leader-election").start(this::stand);
    }

    static LeaderElection run(KubernetesClient client, Supplier<? extends AutoCloseable> term) {
        return new LeaderElection(client, term);
    }

    private void stand() {
        while (!closed) {
            try {
                CompletableFuture<?> running = client.leaderElector()
                        .withConfig(new LeaderElectionConfigBuilder()
                                .withName("kube-controller-manager")
                                .withLock(new LeaseLock("kube-system", "kube-controller-manager", identity))
                                .withLeaseDuration(Duration.ofSeconds(15))
                                .withRenewDeadline(Duration.ofSeconds(10))
                                .withRetryPeriod(Duration.ofSeconds(2))
                                .withReleaseOnCancel()
                                .withLeaderCallbacks(new LeaderCallbacks(
                                        this::lead, this::resign, leader -> log.info("Leader is {}", leader)))
                                .build())
                        .build()
                        .start();
                election = running;
                running.join();
            } catch (RuntimeException e) {
                if (!closed) {
                    log.warn("Leader election was interrupted; standing again", e);
                }
            }
            resign();
            pause();
        }
    }

    private synchronized void lead() {
        if (!closed && session == null) {
            session = term.get();
        }
    }

    private synchronized void resign() {
        AutoCloseable ending = session;
        session = null;
        if (ending != null) {
            try {
                ending.close();
            } catch (Exception e) {
                log.warn("The controllers did not stop cleanly", e);
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<?> running = election;
        if (running != null) {
            running.cancel(true);
        }
        campaign.interrupt();
        resign();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
