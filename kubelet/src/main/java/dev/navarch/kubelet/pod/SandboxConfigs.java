package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.container.HostsFile;
import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.SandboxConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Sysctl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sandbox that a pod asks for. */
final class SandboxConfigs {
    private SandboxConfigs() {}

    static SandboxConfig of(Pod pod, int attempt, String clusterDomain) {
        boolean hostNetwork = PodFacts.hostNetwork(pod);
        Map<String, String> sysctls = new LinkedHashMap<>();
        if (pod.getSpec().getSecurityContext() != null) {
            for (Sysctl sysctl : pod.getSpec().getSecurityContext().getSysctls()) {
                sysctls.put(sysctl.getName().replace('/', '.'), sysctl.getValue());
            }
        }
        return new SandboxConfig(
                PodFacts.ref(pod),
                attempt,
                hostNetwork ? "" : hostname(pod, clusterDomain),
                hostNetwork,
                Boolean.TRUE.equals(pod.getSpec().getHostPID()),
                Boolean.TRUE.equals(pod.getSpec().getHostIPC()),
                hostNetwork ? List.of() : hostPorts(pod),
                sysctls);
    }

    private static String hostname(Pod pod, String clusterDomain) {
        String hostname = HostsFile.hostname(pod);
        String domain = HostsFile.domain(pod, clusterDomain);
        boolean full = Boolean.TRUE.equals(pod.getSpec().getSetHostnameAsFQDN()) && !domain.isEmpty();
        return full ? hostname + "." + domain : hostname;
    }

    private static List<SandboxConfig.HostPort> hostPorts(Pod pod) {
        List<Container> containers = new ArrayList<>(pod.getSpec().getContainers());
        pod.getSpec().getInitContainers().stream().filter(PodFacts::isSidecar).forEach(containers::add);
        List<SandboxConfig.HostPort> ports = new ArrayList<>();
        for (Container container : containers) {
            for (ContainerPort port : container.getPorts()) {
                if (port.getHostPort() != null && port.getHostPort() > 0) {
                    ports.add(new SandboxConfig.HostPort(
                            port.getHostIP() == null ? "" : port.getHostIP(),
                            port.getHostPort(),
                            port.getContainerPort(),
                            port.getProtocol() == null ? "TCP" : port.getProtocol()));
                }
            }
        }
        return ports;
    }
}
