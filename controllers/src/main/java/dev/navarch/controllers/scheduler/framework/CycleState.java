package dev.navarch.controllers.scheduler.framework;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What plugins remember between the extension points of one pod's scheduling cycle. Not thread-safe: the scheduling loop
 * owns it until the binding cycle takes it over.
 */
public final class CycleState {

    /** Names one kind of data; compared by identity, so that each plugin holds its own. */
    public static final class Key<T extends StateData> {
        private final String name;
        private final Class<T> type;

        public Key(String name, Class<T> type) {
            this.name = name;
            this.type = type;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** What is kept under a key. */
    public interface StateData {

        /** A copy that may be changed without changing this one; immutable data return themselves. */
        default StateData copy() {
            return this;
        }
    }

    private final IdentityHashMap<Key<?>, StateData> data = new IdentityHashMap<>();
    private final Set<String> skippedFilters = new HashSet<>();
    private final Set<String> skippedScores = new HashSet<>();
    private final Set<String> skippedPreBinds = new HashSet<>();

    public <T extends StateData> void write(Key<T> key, T value) {
        data.put(key, value);
    }

    public <T extends StateData> @Nullable T find(Key<T> key) {
        return key.type.cast(data.get(key));
    }

    /**
     * What was written under the key.
     *
     * @throws IllegalStateException when nothing was written: the plugin's earlier extension point did not run
     */
    public <T extends StateData> T read(Key<T> key) {
        T value = find(key);
        if (value == null) {
            throw new IllegalStateException("reading \"" + key + "\" from cycleState: not found");
        }
        return value;
    }

    /** A copy whose data may be changed without changing these. */
    public CycleState copy() {
        CycleState copy = new CycleState();
        data.forEach((key, value) -> copy.data.put(key, value.copy()));
        copy.skippedFilters.addAll(skippedFilters);
        copy.skippedScores.addAll(skippedScores);
        copy.skippedPreBinds.addAll(skippedPreBinds);
        return copy;
    }

    Set<String> skippedFilters() {
        return skippedFilters;
    }

    Set<String> skippedScores() {
        return skippedScores;
    }

    Set<String> skippedPreBinds() {
        return skippedPreBinds;
    }
}
