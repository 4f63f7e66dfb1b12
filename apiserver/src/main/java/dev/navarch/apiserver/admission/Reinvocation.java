package dev.navarch.apiserver.admission;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rounds in which plugins may change one object: one, and a second where what a late plugin changed concerns those
 * that ran before. Used by one thread.
 */
public final class Reinvocation {

    private final Map<String, Object> memories = new HashMap<>();
    private boolean wanted;
    private boolean second;

    /** Asks for a second round; in the second it changes nothing. */
    public void want() {
        wanted = true;
    }

    public boolean isSecond() {
        return second;
    }

    /** Begins the second round where one is wanted. */
    boolean begin() {
        second = wanted;
        return second;
    }

    /** What a plugin keeps from the first round for the second. */
    public <T> T memory(String plugin, Class<T> type, Supplier<T> first) {
        return type.cast(memories.computeIfAbsent(plugin, _ -> first.get()));
    }
}
