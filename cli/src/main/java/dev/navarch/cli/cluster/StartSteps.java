package dev.navarch.cli.cluster;

import java.time.Duration;

/** Hears how a start comes along: each step once, when it is done. */
@FunctionalInterface
public interface StartSteps {

    /** The step is done and took that long. */
    void done(String step, Duration took);

    /** Runs the step and tells its time. */
    default void run(String step, Runnable action) {
        long started = System.nanoTime();
        action.run();
        done(step, Duration.ofNanos(System.nanoTime() - started));
    }
}
