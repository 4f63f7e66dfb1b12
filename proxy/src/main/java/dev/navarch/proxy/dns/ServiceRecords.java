package dev.navarch.proxy.dns;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What DNS knows of one Service.
 *
 * @param clusterIps empty for headless services
 * @param ports of the service itself
 * @param externalName where there is one, the rest is empty
 */
record ServiceRecords(
        String namespace,
        String name,
        List<InetAddress> clusterIps,
        List<Port> ports,
        List<EndpointAddress> endpoints,
        Optional<String> externalName) {

    private static final String NONE = "None";

    /**
     * A port.
     *
     * @param name may be empty
     * @param protocol in lower case
     */
    record Port(String name, String protocol, int number) {

        static Port of(@Nullable String name, @Nullable String protocol, @Nullable Integer number) {
            return new Port(
                    name == null ? "" : name.toLowerCase(Locale.ROOT),
                    protocol == null ? "tcp" : protocol.toLowerCase(Locale.ROOT),
                    number == null ? 0 : number);
        }
    }

    /**
     * An endpoint that takes traffic.
     *
     * @param hostname the pod's own name where it has one, else made of the address
     */
    record EndpointAddress(String hostname, InetAddress address, List<Port> ports) {}

    static ServiceRecords of(Service service, Collection<EndpointSlice> slices) {
        var spec = service.getSpec();
        List<Port> ports = new ArrayList<>();
        if (spec.getPorts() != null) {
            for (ServicePort port : spec.getPorts()) {
                ports.add(Port.of(port.getName(), port.getProtocol(), port.getPort()));
            }
        }
        boolean external = "ExternalName".equals(spec.getType());
        boolean evenUnready = Boolean.TRUE.equals(spec.getPublishNotReadyAddresses());
        return new ServiceRecords(
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                external ? List.of() : clusterIps(spec.getClusterIP(), spec.getClusterIPs()),
                List.copyOf(ports),
                external ? List.of() : endpoints(slices, evenUnready),
                external ? Optional.ofNullable(spec.getExternalName()) : Optional.empty());
    }

    private static List<InetAddress> clusterIps(@Nullable String one, @Nullable List<String> all) {
        List<InetAddress> addresses = new ArrayList<>();
        List<String> texts = all == null || all.isEmpty() ? (one == null ? List.of() : List.of(one)) : all;
        for (String text : texts) {
            if (!text.isEmpty() && !text.equals(NONE)) {
                Addresses.parse(text).ifPresent(addresses::add);
            }
        }
        return List.copyOf(addresses);
    }

    private static List<EndpointAddress> endpoints(Collection<EndpointSlice> slices, boolean evenUnready) {
        List<EndpointAddress> endpoints = new ArrayList<>();
        for (EndpointSlice slice : slices) {
            if ("FQDN".equals(slice.getAddressType()) || slice.getEndpoints() == null) {
                continue;
            }
            List<Port> ports = ports(slice);
            for (Endpoint endpoint : slice.getEndpoints()) {
                if (!evenUnready && !isReady(endpoint)) {
                    continue;
                }
                for (String text : endpoint.getAddresses()) {
                    Addresses.parse(text)
                            .map(address -> new EndpointAddress(hostname(endpoint, text), address, ports))
                            .filter(address -> !endpoints.contains(address))
                            .ifPresent(endpoints::add);
                }
            }
        }
        return List.copyOf(endpoints);
    }

    private static List<Port> ports(EndpointSlice slice) {
        List<Port> ports = new ArrayList<>();
        if (slice.getPorts() != null) {
            for (EndpointPort port : slice.getPorts()) {
                ports.add(Port.of(port.getName(), port.getProtocol(), port.getPort()));
            }
        }
        return List.copyOf(ports);
    }

    private static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private static String hostname(Endpoint endpoint, String address) {
        String hostname = endpoint.getHostname();
        return hostname == null || hostname.isEmpty()
                ? address.replace('.', '-').replace(':', '-')
                : hostname.toLowerCase(Locale.ROOT);
    }

    boolean isHeadless() {
        return clusterIps.isEmpty() && externalName.isEmpty();
    }
}
