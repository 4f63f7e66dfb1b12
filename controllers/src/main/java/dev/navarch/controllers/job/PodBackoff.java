package dev.navarch.controllers.job;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How long a job waits after failures before it makes pods again: 10 s, doubled with each failure, at most 10 min. */
final class PodBackoff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Failures NONE = new Failures(0, Instant.EPOCH);

    private final Map<String, Failures> jobs = new ConcurrentHashMap<>();

    /** The failures of a job since its last success. */
    record Failures(int count, Instant last) {

        Duration remaining(Instant now) {
            if (count == 0) {
                return Duration.ZERO;
            }
            Duration wait = FIRST;
            for (int i = 1; i < count && wait.compareTo(LONGEST) < 0; i++) {
                wait = wait.multipliedBy(2);
            }
            Duration left = Duration.between(now, last.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait));
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /** The job's failures when these newly finished pods are counted in; to be {@link #keep kept} once they are. */
    Failures with(String jobUid, List<Pod> succeeded, List<Pod> failed) {
        Failures before = jobs.getOrDefault(jobUid, NONE);
        if (succeeded.isEmpty() && failed.isEmpty()) {
            return before;
        }
        Optional<Instant> lastFailure = failed.stream().map(FinishTimes::of).max(Instant::compareTo);
        if (succeeded.isEmpty()) {
            return new Failures(before.count() + failed.size(), lastFailure.orElseThrow());
        }
        Instant lastSuccess =
                succeeded.stream().map(FinishTimes::of).max(Instant::compareTo).orElseThrow();
        long after = failed.stream()
                .filter(pod -> FinishTimes.of(pod).isAfter(lastSuccess))
                .count();
        return after == 0 ? NONE : new Failures((int) after, lastFailure.orElseThrow());
    }

    void keep(String jobUid, Failures failures) {
        jobs.put(jobUid, failures);
    }

    void forget(String jobUid) {
        jobs.remove(jobUid);
    }
}
