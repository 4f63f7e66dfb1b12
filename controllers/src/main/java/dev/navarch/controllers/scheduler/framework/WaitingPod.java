package dev.navarch.controllers.scheduler.framework;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A placed pod that Permit plugins keep waiting. Thread-safe; its lock is itself. */
public final class WaitingPod {

    private final PodInfo pod;
    private final Set<String> pending;
    private final Duration timeout;
    private final String firstToTimeOut;
    private final CompletableFuture<Status> decision = new CompletableFuture<>();

    WaitingPod(PodInfo pod, Map<String, Duration> timeouts) {
        this.pod = pod;
        this.pending = new HashSet<>(timeouts.keySet());
        var first =
                timeouts.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
        this.timeout = first.getValue();
        this.firstToTimeOut = first.getKey();
    }

    public PodInfo pod() {
        return pod;
    }

    /** The plugin no longer objects; the pod goes on when no plugin does. */
    public synchronized void allow(String plugin) {
        pending.remove(plugin);
        if (pending.isEmpty()) {
            decision.complete(Status.SUCCESS);
        }
    }

    /**
     * Rejects the pod.
     *
     * @return whether this was what decided
     */
    public boolean reject(String plugin, String message) {
        return decision.complete(Status.unschedulable(message).withPlugin(plugin));
    }

    /**
     * Rejects the pod in favour of another one.
     *
     * @return whether this was what decided
     */
    public boolean preempt(String plugin, String message) {
        return reject(plugin, message);
    }

    Status await() throws InterruptedException {
        try {
            return decision.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            reject(firstToTimeOut, "rejected due to timeout after waiting " + timeout + " at plugin " + firstToTimeOut);
            return decision.join();
        } catch (ExecutionException e) {
            return Status.error(e);
        }
    }
}
