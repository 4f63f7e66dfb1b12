package dev.navarch.kubelet.server;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The last thousand answers of the API server, each for as long as it deserves. Guarded by {@code this}. */
final class Remembered<T> {
    private static final int SIZE = 1024;

    private record Answer<T>(T value, Instant until) {}

    private final Map<String, Answer<T>> entries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, Answer<T>> eldest) {
            return size() > SIZE;
        }
    };

    T get(String key, Supplier<T> ask, Function<T, Duration> lifetime) {
        synchronized (this) {
            Answer<T> known = entries.get(key);
            if (known != null && Instant.now().isBefore(known.until)) {
                return known.value;
            }
        }
        T value = ask.get();
        synchronized (this) {
            entries.put(key, new Answer<>(value, Instant.now().plus(lifetime.apply(value))));
        }
        return value;
    }
}
