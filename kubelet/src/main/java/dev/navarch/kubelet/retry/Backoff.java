package dev.navarch.kubelet.retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Doubling delays by key, forgotten after twice the longest delay without use. Thread-safe. */
public final class Backoff {
    private final Duration initial;
    private final Duration max;
    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Duration delay, Instant lastUpdate) {}

    public Backoff(Duration initial, Duration max, Clock clock) {
        this.initial = initial;
        this.max = max;
        this.clock = clock;
    }

    /** The delay that still holds for something that ended at {@code since}; empty when it may go on. */
    public Optional<Duration> inBackoffSince(String key, Instant since) {
        Entry entry = entries.get(key);
        if (entry == null || expired(entry, since)) {
            return Optional.empty();
        }
        return clock.instant().isBefore(since.plus(entry.delay)) ? Optional.of(entry.delay) : Optional.empty();
    }

    /** Notes another failure. */
    public void next(String key, Instant since) {
        Instant now = clock.instant();
        entries.compute(key, (k, old) -> {
            if (old == null || expired(old, since)) {
                return new Entry(initial, now);
            }
            Duration doubled = old.delay.multipliedBy(2);
            return new Entry(doubled.compareTo(max) > 0 ? max : doubled, now);
        });
    }

    public void forget(String keyPrefix) {
        entries.keySet().removeIf(k -> k.startsWith(keyPrefix));
    }

    private boolean expired(Entry entry, Instant since) {
        return Duration.between(entry.lastUpdate, since).compareTo(max.multipliedBy(2)) > 0;
    }
}
