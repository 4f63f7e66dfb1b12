package dev.navarch.kubelet.runtime;

import java.util.List;
import java.util.Map;

/**
 * What a pod's containers share.
 *
 * @param attempt counts the sandboxes of a pod from 0
 * @param hostname empty with the host's network
 */
public record SandboxConfig(
        PodRef pod,
        int attempt,
        String hostname,
        boolean hostNetwork,
        boolean hostPid,
        boolean hostIpc,
        List<HostPort> hostPorts,
        Map<String, String> sysctls) {

    public SandboxConfig {
        hostPorts = List.copyOf(hostPorts);
        sysctls = Map.copyOf(sysctls);
    }

    /**
     * A port of the host that leads into the pod.
     *
     * @param hostIp empty for every address
     * @param protocol TCP, UDP or SCTP
     */
    public record HostPort(String hostIp, int hostPort, int containerPort, String protocol) {}
}
