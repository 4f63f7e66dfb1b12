package dev.navarch.controllers.scheduler.framework;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pod in the scheduling queue with the story of its attempts. Owned by the queue while it is queued and by the
 * scheduling loop while it is in flight; not thread-safe.
 */
public final class QueuedPodInfo {

    private PodInfo podInfo;
    private Instant timestamp;
    private @Nullable Instant initialAttempt;
    private @Nullable Instant backoffExpiration;
    private int attempts;
    private int unschedulableCount;
    private int consecutiveErrors;
    private String gatingPlugin = "";
    private final Set<String> unschedulablePlugins = new HashSet<>();
    private final Set<String> pendingPlugins = new HashSet<>();

    public QueuedPodInfo(Pod pod, Instant now) {
        this.podInfo = new PodInfo(pod);
        this.timestamp = now;
    }

    public PodInfo podInfo() {
        return podInfo;
    }

    public Pod pod() {
        return podInfo.pod();
    }

    public void update(Pod pod) {
        podInfo = new PodInfo(pod);
    }

    public void update(PodInfo pod) {
        podInfo = pod;
    }

    /** When the pod came into the queue, this time. */
    public Instant timestamp() {
        return timestamp;
    }

    /** When the pod was first ready to be tried; the start of its scheduling latency. */
    public @Nullable Instant initialAttempt() {
        return initialAttempt;
    }

    public void firstAttemptAt(Instant now) {
        if (initialAttempt == null) {
            initialAttempt = now;
        }
    }

    public int attempts() {
        return attempts;
    }

    public void countAttempt() {
        attempts++;
    }

    /** How often in a row the pod failed in the way that decides its backoff. */
    public int failures() {
        return consecutiveErrors > 0 ? consecutiveErrors : unschedulableCount;
    }

    /** Notes the end of an attempt by what rejected the pod: plugins, or nothing but an error. */
    public void attemptFailed(Instant now) {
        if (hasRejectors()) {
            unschedulableCount++;
            consecutiveErrors = 0;
        } else {
            consecutiveErrors++;
        }
        timestamp = now;
        backoffExpiration = null;
    }

    public @Nullable Instant backoffExpiration() {
        return backoffExpiration;
    }

    public void backOffUntil(Instant expiration) {
        backoffExpiration = expiration;
    }

    /** The plugins that rejected the pod last. */
    public Set<String> unschedulablePlugins() {
        return unschedulablePlugins;
    }

    /** The plugins that wait for something outside before they let the pod pass. */
    public Set<String> pendingPlugins() {
        return pendingPlugins;
    }

    public boolean hasRejectors() {
        return !unschedulablePlugins.isEmpty() || !pendingPlugins.isEmpty();
    }

    public boolean rejectedBy(String plugin) {
        return unschedulablePlugins.contains(plugin) || pendingPlugins.contains(plugin);
    }

    public void clearRejectors() {
        unschedulablePlugins.clear();
        pendingPlugins.clear();
        gatingPlugin = "";
    }

    /** The PreEnqueue plugin that keeps the pod out, or empty. */
    public String gatingPlugin() {
        return gatingPlugin;
    }

    public boolean isGated() {
        return !gatingPlugin.isEmpty();
    }

    public void gate(String plugin) {
        gatingPlugin = plugin;
        unschedulablePlugins.add(plugin);
    }

    public void ungate() {
        gatingPlugin = "";
    }

    @Override
    public String toString() {
        return podInfo.key();
    }
}
