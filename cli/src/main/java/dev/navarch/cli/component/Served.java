package dev.navarch.cli.component;

import dev.navarch.cli.CommandException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a component until the process is told to stop, and then closes it. */
final class Served {

    private static final Logger log = LoggerFactory.getLogger(Served.class);
    private static final int CLOSE_SECONDS = 25;

    private Served() {}

    static int untilStopped(String name, AutoCloseable component) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            await(closed);
                        },
                        name + "-stop"));
        log.info("{} is running", name);
        try (component) {
            stop.await();
            log.info("{} stops", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new CommandException(name + " did not stop cleanly: " + e.getMessage(), e);
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private static void await(CountDownLatch closed) {
        try {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("the component did not stop within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
