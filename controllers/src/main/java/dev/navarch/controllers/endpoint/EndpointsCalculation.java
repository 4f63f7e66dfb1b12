package dev.navarch.controllers.endpoint;

import dev.navarch.controllers.pods.PodState;
import dev.navarch.controllers.services.IpAddress;
import dev.navarch.controllers.services.ServicePods;
import dev.navarch.controllers.services.Subsets;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The subsets that a Service's Endpoints should have. */
final class EndpointsCalculation {

    private EndpointsCalculation() {}

    static List<EndpointSubset> subsets(Service service, List<Pod> pods) {
        boolean tolerant = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        List<EndpointSubset> subsets = new ArrayList<>();
        for (Pod pod : pods) {
            if (ServicePods.hasEndpoint(pod, tolerant)) {
                address(service, pod).ifPresent(address -> addPorts(service, pod, address, tolerant, subsets));
            }
        }
        return Subsets.repack(subsets);
    }

    private static void addPorts(
            Service service, Pod pod, EndpointAddress address, boolean tolerant, List<EndpointSubset> subsets) {
        boolean ready = tolerant || PodState.isReady(pod);
        if (service.getSpec().getPorts().isEmpty()) {
            if ("None".equals(service.getSpec().getClusterIP())) {
                subsets.add(subset(address, null, ready));
            }
            return;
        }
        service.getSpec().getPorts().forEach(port -> {
            OptionalInt target = ServicePods.targetPort(pod, port);
            if (target.isPresent()) {
                EndpointPort endpointPort = new EndpointPortBuilder()
                        .withName(port.getName())
                        .withPort(target.getAsInt())
                        .withProtocol(ServicePods.protocol(port))
                        .withAppProtocol(port.getAppProtocol())
                        .build();
                subsets.add(subset(address, endpointPort, ready));
            }
        });
    }

    private static EndpointSubset subset(EndpointAddress address, @Nullable EndpointPort port, boolean ready) {
        EndpointSubsetBuilder subset = new EndpointSubsetBuilder();
        if (port != null) {
            subset.withPorts(port);
        }
        return ready
                ? subset.withAddresses(address).build()
                : subset.withNotReadyAddresses(address).build();
    }

    private static Optional<EndpointAddress> address(Service service, Pod pod) {
        boolean ipv6 = isIpv6(service, pod);
        return ServicePods.ips(pod).stream()
                .map(IpAddress::parse)
                .flatMap(Optional::stream)
                .filter(ip -> ip.isIpv6() == ipv6)
                .findFirst()
                .map(ip -> new EndpointAddressBuilder()
                        .withIp(ip.text())
                        .withNodeName(pod.getSpec().getNodeName())
                        .withHostname(
                                ServicePods.hasHostname(pod, service)
                                        ? pod.getSpec().getHostname()
                                        : null)
                        .withNewTargetRef()
                        .withKind("Pod")
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .endTargetRef()
                        .build());
    }

    private static boolean isIpv6(Service service, Pod pod) {
        List<String> families = service.getSpec().getIpFamilies();
        if (!families.isEmpty()) {
            return families.getFirst().equals("IPv6");
        }
        String clusterIp = service.getSpec().getClusterIP();
        boolean headless = ServicePods.isHeadless(service);
        String deciding = headless ? pod.getStatus().getPodIP() : clusterIp;
        return deciding != null && deciding.contains(":");
    }
}
