package dev.navarch.cli.cluster;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints each step with its time as it finishes. */
record PrintedSteps(PrintStream out) implements StartSteps {

    @Override
    public void done(String step, Duration took) {
        out.printf(Locale.ROOT, "  %-44s %5.1f s%n", step, took.toMillis() / 1e3);
        out.flush();
    }
}
