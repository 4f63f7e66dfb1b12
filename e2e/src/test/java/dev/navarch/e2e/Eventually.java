package dev.navarch.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Waits for what a cluster does in its own time. */
final class Eventually {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private Eventually() {}

    static void holds(String fact, Callable<Boolean> condition) {
        Awaitility.await(fact)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(condition);
    }

    /** Runs the command until its output, whatever its exit, satisfies the predicate; answers that output. */
    static String output(String fact, Callable<Shell.Result> command, Predicate<String> wanted) {
        return Awaitility.await(fact)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> command.call().output(), wanted::test);
    }
}
