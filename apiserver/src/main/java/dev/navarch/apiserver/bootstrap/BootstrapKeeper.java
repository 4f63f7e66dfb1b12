package dev.navarch.apiserver.bootstrap;

import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the default objects when a server starts, tries again until that succeeds, and from then on puts back what was
 * deleted and the cluster cannot do without, and renews the server's lease. One virtual thread, ended by {@link #close}.
 */
public final class BootstrapKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BootstrapKeeper.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Bootstrap bootstrap;
    private final ServerLease lease;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private BootstrapKeeper(Bootstrap bootstrap, ServerLease lease) {
        this.bootstrap = bootstrap;
        this.lease = lease;
        this.thread = Thread.ofVirtual().name("apiserver-bootstrap").unstarted(this::run);
    }

    /** Returns at once. */
    public static BootstrapKeeper start(ObjectReader reader, ObjectWriter writer, ClusterIdentity identity) {
        var keeper =
                new BootstrapKeeper(new Bootstrap(reader, writer, identity), new ServerLease(reader, writer, identity));
        keeper.thread.start();
        return keeper;
    }

    /** Completed once all default objects are there. */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!ready.isDone()) {
            try {
                bootstrap.ensure();
                ready.complete(null);
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("reason", e.getMessage())
                        .log("default objects could not be made, trying again");
                if (isStoppedAfter(pause)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
        do {
            try {
                bootstrap.ensureNamespaces();
                bootstrap.ensureKubernetesService();
                lease.renew();
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("default objects could not be kept");
            }
        } while (!isStoppedAfter(PERIOD));
    }

    private boolean isStoppedAfter(Duration pause) {
        try {
            return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Returns when the thread has ended, or after five seconds. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(LONGEST_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
