package dev.navarch.controllers.daemonset;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long to wait before a failed pod is replaced again on the same node: a kubelet that refuses pods and a controller
 * that makes new ones would spin else. Guarded by this object's monitor.
 */
final class FailedPodBackoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int REMEMBERED = 10_000;

    private final Map<Object, Wait> waits = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Wait> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Wait(Duration delay, Instant updated) {}

    /** The time that must pass yet; nothing where the pod may go now, which then counts as done. */
    synchronized Optional<Duration> remaining(Object key, Instant now) {
        Wait last = waits.get(key);
        if (last != null && now.isBefore(last.updated().plus(last.delay()))) {
            return Optional.of(Duration.between(now, last.updated().plus(last.delay())));
        }
        boolean known =
                last != null && !last.updated().plus(LONGEST.multipliedBy(2)).isBefore(now);
        Duration next = last != null && known ? last.delay().multipliedBy(2) : FIRST;
        waits.put(key, new Wait(next.compareTo(LONGEST) > 0 ? LONGEST : next, now));
        return Optional.empty();
    }
}
