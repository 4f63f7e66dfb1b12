package dev.navarch.kubelet.runtime;

import java.time.Instant;
import java.util.List;

/**
 * One sandbox as the runtime has it.
 *
 * @param ips the pod's addresses; empty with the host's network or once the sandbox has stopped
 */
public record SandboxStatus(
        String id, PodRef pod, int attempt, boolean ready, boolean hostNetwork, Instant createdAt, List<String> ips) {

    public SandboxStatus {
        ips = List.copyOf(ips);
    }
}
