package dev.navarch.controllers.pods;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs the same kind of request many times at once, each on a virtual thread. */
public final class Batches {

    private Batches() {}

    /** How many of the requests worked, and the first error of those that did not. */
    public record Outcome(int successes, @Nullable RuntimeException failure) {}

    /**
     * Runs the request so many times in batches of 1, 2, 4, …, and stops after the first batch with an error, so that
     * what is bound to fail (a quota that is used up) fails once and not a hundred times.
     */
    public static Outcome slowStart(int count, Runnable request) {
        int successes = 0;
        int remaining = count;
        for (int size = Math.min(remaining, 1); size > 0; size = Math.min(2 * size, remaining)) {
            Outcome outcome = all(Collections.nCopies(size, request));
            successes += outcome.successes();
            if (outcome.failure() != null) {
                return new Outcome(successes, outcome.failure());
            }
            remaining -= size;
        }
        return new Outcome(successes, null);
    }

    /** Runs all requests at once and waits for their ends. */
    public static Outcome all(List<? extends Runnable> requests) {
        if (requests.size() == 1) {
            return one(requests.getFirst());
        }
        List<Callable<Outcome>> tasks = new ArrayList<>();
        requests.forEach(request -> tasks.add(() -> one(request)));
        int successes = 0;
        RuntimeException failure = null;
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("batch-", 0).factory())) {
            for (Future<Outcome> end : threads.invokeAll(tasks)) {
                Outcome outcome = end.get();
                successes += outcome.successes();
                failure = failure == null ? outcome.failure() : failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(successes, new IllegalStateException("interrupted", e));
        } catch (ExecutionException e) {
            return new Outcome(successes, new IllegalStateException(e.getCause()));
        }
        return new Outcome(successes, failure);
    }

    private static Outcome one(Runnable request) {
        try {
            request.run();
            return new Outcome(1, null);
        } catch (RuntimeException e) {
            return new Outcome(0, e);
        }
    }
}
