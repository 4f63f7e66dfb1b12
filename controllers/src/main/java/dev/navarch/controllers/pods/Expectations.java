package dev.navarch.controllers.pods;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Creations and deletions that a controller asked for and that its informer has not shown yet. While some are open the
 * cache tells less than the truth, and acting on it would make the same pods twice; so a controller waits, but not
 * longer than five minutes. Deletions are told apart by pod, since a pod that goes gracefully is seen to go twice.
 *
 * <p>Owners and pods are named by their UIDs. Guarded by this object's monitor.
 */
public final class Expectations {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Map<String, Open> open = new HashMap<>();

    public synchronized boolean satisfied(String owner) {
        Open expected = open.get(owner);
        return expected == null
                || (expected.creations <= 0 && expected.deletions.isEmpty())
                || expected.since.isBefore(Instant.now().minus(TIMEOUT));
    }

    /** Replaces what was expected before. */
    public synchronized void expect(String owner, int creations, Collection<String> deletions) {
        open.put(owner, new Open(creations, new HashSet<>(deletions)));
    }

    public synchronized void creationObserved(String owner) {
        Open expected = open.get(owner);
        if (expected != null) {
            expected.creations--;
        }
    }

    public synchronized void deletionObserved(String owner, String pod) {
        Open expected = open.get(owner);
        if (expected != null) {
            expected.deletions.remove(pod);
        }
    }

    public synchronized void forget(String owner) {
        open.remove(owner);
    }

    private static final class Open {
        private int creations;
        private final Set<String> deletions;
        private final Instant since = Instant.now();

        Open(int creations, Set<String> deletions) {
            this.creations = creations;
            this.deletions = deletions;
        }
    }
}
