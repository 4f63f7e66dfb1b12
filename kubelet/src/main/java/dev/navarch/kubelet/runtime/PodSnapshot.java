package dev.navarch.kubelet.runtime;

import java.util.Map;

/** The least that tells whether a pod has changed: its sandboxes and containers by id, and whether each runs. */
public record PodSnapshot(PodRef pod, Map<String, Boolean> running) {

    public PodSnapshot {
        running = Map.copyOf(running);
    }

    /** The same of a status that was read in full. */
    public static PodSnapshot of(PodRuntimeStatus status) {
        Map<String, Boolean> running = new java.util.HashMap<>();
        status.sandboxes().forEach(s -> running.put(s.id(), s.ready()));
        status.containers().forEach(c -> running.put(c.id(), c.running()));
        return new PodSnapshot(status.pod(), running);
    }
}
