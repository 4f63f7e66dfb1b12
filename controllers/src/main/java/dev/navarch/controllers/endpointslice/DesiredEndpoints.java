package dev.navarch.controllers.endpointslice;

import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.pods.PodState;
import dev.navarch.controllers.services.IpAddress;
import dev.navarch.controllers.services.ServicePods;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The endpoints that a Service should have, by the ports that they offer. */
final class DesiredEndpoints {

    private static final String ZONE = "topology.kubernetes.io/zone";

    private final SharedInformer<Node> nodes;

    DesiredEndpoints(SharedInformer<Node> nodes) {
        this.nodes = nodes;
    }

    /** Endpoints that offer the same ports. */
    record Group(List<EndpointPort> ports, List<Endpoint> endpoints) {}

    /**
     * What was found.
     *
     * @param byPorts the groups, by their ports in whatever order
     * @param problems pods that cannot be published, in upstream's words
     */
    record Found(Map<Set<EndpointPort>, Group> byPorts, List<String> problems) {}

    Found of(Service service, List<Pod> pods, String addressType) {
        Map<Set<EndpointPort>, Group> byPorts = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Pod pod : pods) {
            if (!ServicePods.hasEndpoint(pod, true)) {
                continue;
            }
            List<EndpointPort> ports = ports(service, pod);
            Group group = byPorts.computeIfAbsent(Set.copyOf(ports), k -> new Group(ports, new ArrayList<>()));
            Optional<Node> node = node(pod);
            if (node.isEmpty() && !Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses())) {
                problems.add("skipping Pod " + pod.getMetadata().getName() + " for Service "
                        + service.getMetadata().getNamespace() + "/"
                        + service.getMetadata().getName() + ": Node "
                        + Objects.requireNonNullElse(pod.getSpec().getNodeName(), "") + " Not Found");
                continue;
            }
            endpoint(service, pod, node, addressType).ifPresent(group.endpoints()::add);
        }
        return new Found(byPorts, problems);
    }

    private Optional<Node> node(Pod pod) {
        String name = pod.getSpec().getNodeName();
        return name == null ? Optional.empty() : nodes.get(null, name);
    }

    private static Optional<Endpoint> endpoint(Service service, Pod pod, Optional<Node> node, String addressType) {
        List<String> addresses = ServicePods.ips(pod).stream()
                .map(IpAddress::parse)
                .flatMap(Optional::stream)
                .filter(ip -> ip.isIpv6() == addressType.equals("IPv6"))
                .map(IpAddress::text)
                .toList();
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        boolean serving = PodState.isReady(pod);
        boolean terminating = pod.isMarkedForDeletion();
        boolean tolerant = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        return Optional.of(new EndpointBuilder()
                .withAddresses(addresses)
                .withNewConditions()
                .withReady(tolerant || (serving && !terminating))
                .withServing(serving)
                .withTerminating(terminating)
                .endConditions()
                .withNewTargetRef()
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endTargetRef()
                .withNodeName(pod.getSpec().getNodeName())
                .withZone(node.map(DesiredEndpoints::zone).orElse(null))
                .withHostname(
                        ServicePods.hasHostname(pod, service) ? pod.getSpec().getHostname() : null)
                .build());
    }

    private static @Nullable String zone(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        String zone = labels == null ? null : labels.get(ZONE);
        return zone == null || zone.isEmpty() ? null : zone;
    }

    private static List<EndpointPort> ports(Service service, Pod pod) {
        List<EndpointPort> ports = new ArrayList<>();
        service.getSpec().getPorts().forEach(port -> {
            OptionalInt target = ServicePods.targetPort(pod, port);
            if (target.isPresent()) {
                ports.add(new EndpointPortBuilder()
                        .withName(Objects.requireNonNullElse(port.getName(), ""))
                        .withPort(target.getAsInt())
                        .withProtocol(ServicePods.protocol(port))
                        .withAppProtocol(port.getAppProtocol())
                        .build());
            }
        });
        return ports;
    }
}
