package dev.navarch.apiserver.endpoint;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The end of the server, as those who would otherwise go on for hours hear of it. Safe for use by many threads. */
public final class Shutdown {

    private final Set<Registration> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean begun;

    /** A listener that is told once; closed, it is not. */
    public final class Registration implements AutoCloseable {

        private final Runnable action;

        private Registration(Runnable action) {
            this.action = action;
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }

    /** Runs the action when the server begins to shut down, at once when it has begun. */
    public Registration onBegin(Runnable action) {
        var registration = new Registration(action);
        listeners.add(registration);
        if (begun) {
            action.run();
        }
        return registration;
    }

    public void begin() {
        begun = true;
        listeners.forEach(registration -> registration.action.run());
    }

    public boolean hasBegun() {
        return begun;
    }
}
