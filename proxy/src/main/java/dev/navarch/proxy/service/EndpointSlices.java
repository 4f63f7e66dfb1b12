package dev.navarch.proxy.service;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the endpoints of a service port out of the slices of its service. */
final class EndpointSlices {

    private EndpointSlices() {}

    /** An endpoint that stands in several slices counts once; ready in one of them is ready. */
    static SortedSet<Endpoint> endpoints(
            List<EndpointSlice> slices, IpFamily family, String portName, String nodeName) {
        TreeMap<String, Endpoint> byAddress = new TreeMap<>();
        for (EndpointSlice slice : slices) {
            boolean wanted = family == IpFamily.IPV4
                    ? "IPv4".equals(slice.getAddressType())
                    : "IPv6".equals(slice.getAddressType());
            EndpointPort port = wanted ? port(slice, portName) : null;
            if (port == null || port.getPort() == null || slice.getEndpoints() == null) {
                continue;
            }
            for (var endpoint : slice.getEndpoints()) {
                EndpointConditions conditions = endpoint.getConditions();
                boolean ready = conditions == null || !Boolean.FALSE.equals(conditions.getReady());
                boolean serving = isServing(conditions, ready);
                boolean terminating = conditions != null && Boolean.TRUE.equals(conditions.getTerminating());
                for (String address : endpoint.getAddresses()
                        .subList(0, Math.min(1, endpoint.getAddresses().size()))) {
                    Endpoint read = new Endpoint(
                            address,
                            port.getPort(),
                            ready,
                            serving,
                            terminating,
                            nodeName.equals(endpoint.getNodeName()));
                    byAddress.merge(address + "/" + port.getPort(), read, (a, b) -> a.isReady() ? a : b);
                }
            }
        }
        return new TreeSet<>(byAddress.values());
    }

    private static boolean isServing(@Nullable EndpointConditions conditions, boolean ready) {
        return (conditions == null || conditions.getServing() == null) ? ready : conditions.getServing();
    }

    private static @Nullable EndpointPort port(EndpointSlice slice, String name) {
        if (slice.getPorts() == null) {
            return null;
        }
        for (EndpointPort port : slice.getPorts()) {
            if (Objects.requireNonNullElse(port.getName(), "").equals(name)) {
                return port;
            }
        }
        return null;
    }
}
