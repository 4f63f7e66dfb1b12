package dev.navarch.controllers.events;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of an event: a new object, one more in the count of an object that exists, or nothing. The
 * numbers are client-go's. Used by one thread.
 */
final class EventCorrelator {

    private static final int REMEMBERED = 4096;
    private static final int SIMILAR_BEFORE_GATHERING = 10;
    private static final Duration GATHERING_INTERVAL = Duration.ofMinutes(10);
    private static final double BURST = 25;
    private static final double REFILL_PER_SECOND = 1 / 300d;
    private static final String GATHERED = "(combined from similar events): ";

    private final Map<RecordedEvent.Source, Budget> budgets = remembering();
    private final Map<RecordedEvent.Similar, Gathering> gatherings = remembering();
    private final Map<Object, Written> written = remembering();

    /** What to write for the event, or nothing where its source used up what it may say. */
    Optional<Outcome> correlate(RecordedEvent event, Instant now) {
        Object key = event.same();
        RecordedEvent toWrite = event;
        Gathering gathering = gatherings.computeIfAbsent(event.similar(), k -> new Gathering());
        if (gathering.gathers(event.message(), now)) {
            key = event.similar();
            toWrite = event.withMessage(GATHERED + event.message());
        }
        if (!budgets.computeIfAbsent(event.source(), k -> new Budget(now)).take(now)) {
            return Optional.empty();
        }
        return Optional.of(new Outcome(key, toWrite, written.get(key)));
    }

    void wrote(Object key, Written event) {
        written.put(key, event);
    }

    void forget(Object key) {
        written.remove(key);
    }

    /** @param existing the object that tells the same already, if there is one */
    record Outcome(
            Object key, RecordedEvent event, @Nullable Written existing) {}

    record Written(String name, int count, Instant first) {}

    private static <K, V> Map<K, V> remembering() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    private static final class Gathering {
        private final Set<String> messages = new HashSet<>();
        private Instant last = Instant.MIN;

        /** Whether so many different texts came within the interval that this one is gathered with them. */
        boolean gathers(String message, Instant now) {
            if (last.isBefore(now.minus(GATHERING_INTERVAL))) {
                messages.clear();
            }
            last = now;
            messages.add(message);
            if (messages.size() < SIMILAR_BEFORE_GATHERING) {
                return false;
            }
            messages.remove(messages.iterator().next());
            return true;
        }
    }

    private static final class Budget {
        private double tokens = BURST;
        private Instant last;

        Budget(Instant now) {
            last = now;
        }

        boolean take(Instant now) {
            double seconds = Duration.between(last, now).toMillis() / 1000d;
            tokens = Math.min(BURST, tokens + Math.max(0, seconds) * REFILL_PER_SECOND);
            last = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
