package dev.navarch.apiserver.storage.mvcc;

import java.time.Duration;

/**
 * How much history is kept for watches and lists of earlier states.
 *
 * @param interval between compactions; a state is kept for at least one and at most two of them
 * @param maxChanges kept at most, whatever their age
 */
public record HistoryLimits(Duration interval, long maxChanges) {

    public static final HistoryLimits DEFAULT = new HistoryLimits(Duration.ofMinutes(5), 1_000_000);

    public HistoryLimits {
        if (!interval.isPositive() || maxChanges < 1) {
            throw new IllegalArgumentException("history limits must be positive");
        }
    }

    public HistoryLimits withMaxChanges(long changes) {
        return new HistoryLimits(interval, changes);
    }
}
