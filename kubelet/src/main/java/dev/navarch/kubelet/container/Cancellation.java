package dev.navarch.kubelet.container;

import java.util.HashSet;
import java.util.Set;

/**
 * Ends the waits of a pod's start (image pulls, hooks) when the pod is to go. Only what runs inside {@link #call} is
 * interrupted, so that a container is never left half created. Guarded by {@code this}.
 */
public final class Cancellation {
    private final Set<Thread> inside = new HashSet<>();
    private boolean cancelled;

    /** A wait that may be cut short. */
    @FunctionalInterface
    public interface Wait<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }

    public <T, E extends Exception> T call(Wait<T, E> wait) throws E, InterruptedException {
        enter();
        try {
            return wait.run();
        } finally {
            leave();
        }
    }

    private synchronized void enter() throws InterruptedException {
        if (cancelled) {
            throw new InterruptedException("the pod is to go");
        }
        inside.add(Thread.currentThread());
    }

    private synchronized void leave() {
        inside.remove(Thread.currentThread());
        if (cancelled && Thread.interrupted()) {
            // The interruption was for the wait alone.
            return;
        }
    }

    public synchronized void cancel() {
        cancelled = true;
        inside.forEach(Thread::interrupt);
    }

    public synchronized boolean cancelled() {
        return cancelled;
    }
}
