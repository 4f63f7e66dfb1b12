package dev.navarch.controllers.namespace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a namespace's content came to. Collected by one thread.
 */
final class ContentDeletion {

    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> remainingByResource = new HashMap<>();
    private final Map<String, Integer> remainingByFinalizer = new HashMap<>();
    private @Nullable String discoveryFailure;
    private boolean totalsKnown = true;
    private long estimatedSeconds;

    void discoveryFailed(String message) {
        discoveryFailure = message;
    }

    void failed(String message) {
        failures.add(message);
    }

    void remaining(String resource, int count, Map<String, Integer> byFinalizer) {
        if (count > 0) {
            remainingByResource.put(resource, count);
            byFinalizer.forEach((finalizer, n) -> remainingByFinalizer.merge(finalizer, n, Integer::sum));
        }
    }

    void estimate(long seconds) {
        estimatedSeconds = Math.max(estimatedSeconds, seconds);
    }

    /** The pass ended early, so what remains of other resources was not counted. */
    void withoutTotals() {
        totalsKnown = false;
    }

    boolean totalsKnown() {
        return totalsKnown;
    }

    List<String> failures() {
        return failures;
    }

    @Nullable
    String discoveryFailure() {
        return discoveryFailure;
    }

    Map<String, Integer> remainingByResource() {
        return remainingByResource;
    }

    Map<String, Integer> remainingByFinalizer() {
        return remainingByFinalizer;
    }

    /** Seconds until what remains should be gone; 0 where nothing is known to need time. */
    long estimatedSeconds() {
        return estimatedSeconds;
    }

    boolean hasFailed() {
        return discoveryFailure != null || !failures.isEmpty();
    }

    String failureMessage() {
        List<String> all = new ArrayList<>(failures);
        if (discoveryFailure != null) {
            all.addFirst(discoveryFailure);
        }
        return all.size() == 1 ? all.getFirst() : all.toString();
    }
}
