package dev.navarch.proxy.service;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceStatus;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All service ports that a node proxies, by name and family. Immutable. */
public record ServiceMap(SortedMap<Key, ServicePort> ports) {

    private static final String PROXY_NAME = "service.kubernetes.io/service-proxy-name";
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final int DEFAULT_AFFINITY_SECONDS = 10800;

    /** A service port and the family of its addresses. */
    public record Key(ServicePortName name, IpFamily family) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : family.compareTo(other.family);
        }
    }

    public ServiceMap {
        ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    }

    public static ServiceMap empty() {
        return new ServiceMap(new TreeMap<>());
    }

    /** Works out the map for a node; headless services, external names and those of other proxies are not in it. */
    public static ServiceMap of(Collection<Service> services, Collection<EndpointSlice> slices, String nodeName) {
        Map<String, List<EndpointSlice>> byService = new HashMap<>();
        for (EndpointSlice slice : slices) {
            Map<String, String> labels =
                    Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.of());
            String service = labels.get(SERVICE_NAME);
            if (service != null) {
                byService
                        .computeIfAbsent(slice.getMetadata().getNamespace() + "/" + service, k -> new ArrayList<>())
                        .add(slice);
            }
        }
        SortedMap<Key, ServicePort> ports = new TreeMap<>();
        for (Service service : services) {
            if (isProxied(service)) {
                String key = service.getMetadata().getNamespace() + "/"
                        + service.getMetadata().getName();
                add(ports, service, byService.getOrDefault(key, List.of()), nodeName);
            }
        }
        return new ServiceMap(ports);
    }

    private static boolean isProxied(Service service) {
        ServiceSpec spec = service.getSpec();
        String address = spec == null ? null : spec.getClusterIP();
        Map<String, String> labels =
                Objects.requireNonNullElse(service.getMetadata().getLabels(), Map.of());
        return address != null
                && !address.isEmpty()
                && !address.equals("None")
                && !"ExternalName".equals(spec.getType())
                && !labels.containsKey(PROXY_NAME);
    }

    private static void add(
            SortedMap<Key, ServicePort> ports, Service service, List<EndpointSlice> slices, String nodeName) {
        ServiceSpec spec = service.getSpec();
        List<String> clusterIps =
                spec.getClusterIPs() == null || spec.getClusterIPs().isEmpty()
                        ? List.of(spec.getClusterIP())
                        : spec.getClusterIPs();
        for (String clusterIp : clusterIps) {
            IpFamily family = IpFamily.of(clusterIp);
            for (io.fabric8.kubernetes.api.model.ServicePort port : spec.getPorts()) {
                String portName = Objects.requireNonNullElse(port.getName(), "");
                ServicePortName name = new ServicePortName(
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName(),
                        portName);
                ports.put(
                        new Key(name, family),
                        new ServicePort(
                                name,
                                family,
                                Objects.requireNonNullElse(port.getProtocol(), "TCP"),
                                clusterIp,
                                port.getPort(),
                                Objects.requireNonNullElse(port.getNodePort(), 0),
                                ofFamily(spec.getExternalIPs(), family),
                                loadBalancerIps(service, family),
                                ofFamily(spec.getLoadBalancerSourceRanges(), family),
                                affinity(spec),
                                "Local".equals(spec.getInternalTrafficPolicy()),
                                "Local".equals(spec.getExternalTrafficPolicy()),
                                Objects.requireNonNullElse(spec.getHealthCheckNodePort(), 0),
                                EndpointSlices.endpoints(slices, family, portName, nodeName)));
            }
        }
    }

    private static List<String> ofFamily(List<String> addresses, IpFamily family) {
        return addresses == null
                ? List.of()
                : addresses.stream().filter(a -> IpFamily.of(a) == family).toList();
    }

    private static List<String> loadBalancerIps(Service service, IpFamily family) {
        return Optional.ofNullable(service.getStatus())
                .map(ServiceStatus::getLoadBalancer)
                .map(LoadBalancerStatus::getIngress)
                .orElse(List.of())
                .stream()
                .filter(i -> i.getIp() != null && !"Proxy".equals(i.getIpMode()))
                .map(LoadBalancerIngress::getIp)
                .filter(ip -> IpFamily.of(ip) == family)
                .toList();
    }

    private static int affinity(ServiceSpec spec) {
        if (!"ClientIP".equals(spec.getSessionAffinity())) {
            return 0;
        }
        return Optional.ofNullable(spec.getSessionAffinityConfig())
                .map(SessionAffinityConfig::getClientIP)
                .map(config -> config.getTimeoutSeconds())
                .orElse(DEFAULT_AFFINITY_SECONDS);
    }
}
