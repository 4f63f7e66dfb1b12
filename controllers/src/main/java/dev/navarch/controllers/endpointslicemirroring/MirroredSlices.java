package dev.navarch.controllers.endpointslicemirroring;

import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.services.EndpointIdentity;
import dev.navarch.controllers.services.IpAddress;
import dev.navarch.controllers.services.SliceStore;
import dev.navarch.controllers.services.Subsets;
import dev.navarch.controllers.services.TriggerTimes;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The slices that an Endpoints object should have, and how they compare with those that exist. */
final class MirroredSlices {

    static final String CONTROLLER = "endpointslicemirroring-controller.k8s.io";
    static final int MAX_ENDPOINTS = 1000;

    private static final Set<String> UNMIRRORED_ANNOTATIONS =
            Set.of(TriggerTimes.ANNOTATION, "kubectl.kubernetes.io/last-applied-configuration");

    private final Endpoints endpoints;
    private final Map<Group, Map<EndpointIdentity, Endpoint>> wanted = new LinkedHashMap<>();
    private final Map<Group, List<EndpointPort>> ports = new HashMap<>();
    private int invalid;
    private int skipped;

    /** What shares a slice. */
    record Group(String addressType, Set<EndpointPort> ports) {
        static Group of(EndpointSlice slice) {
            return new Group(slice.getAddressType(), Set.copyOf(SliceStore.ports(slice)));
        }
    }

    MirroredSlices(Endpoints endpoints) {
        this.endpoints = endpoints;
        Subsets.repack(endpoints.getSubsets()).forEach(this::add);
    }

    /** Addresses that are none. */
    int invalid() {
        return invalid;
    }

    /** Addresses that are not mirrored, for whatever reason. */
    int skipped() {
        return skipped;
    }

    Map<Group, Map<EndpointIdentity, Endpoint>> wanted() {
        return wanted;
    }

    private void add(EndpointSubset subset) {
        List<EndpointPort> slicePorts = subset.getPorts().stream()
                .map(p -> new EndpointPortBuilder()
                        .withName(Objects.requireNonNullElse(p.getName(), ""))
                        .withPort(p.getPort())
                        .withProtocol(Objects.requireNonNullElse(p.getProtocol(), "TCP"))
                        .withAppProtocol(p.getAppProtocol())
                        .build())
                .toList();
        int total = subset.getAddresses().size() + subset.getNotReadyAddresses().size();
        int added = 0;
        for (EndpointAddress address : subset.getAddresses()) {
            added += added < MAX_ENDPOINTS && add(address, true, slicePorts) ? 1 : 0;
        }
        for (EndpointAddress address : subset.getNotReadyAddresses()) {
            added += added < MAX_ENDPOINTS && add(address, false, slicePorts) ? 1 : 0;
        }
        skipped += total - added;
    }

    private boolean add(EndpointAddress address, boolean ready, List<EndpointPort> slicePorts) {
        Optional<IpAddress> ip = IpAddress.parse(address.getIp());
        if (ip.isEmpty()) {
            invalid++;
            return false;
        }
        Endpoint endpoint = new EndpointBuilder()
                .withAddresses(ip.get().text())
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .withTargetRef(address.getTargetRef())
                .withNodeName(address.getNodeName())
                .withHostname(address.getHostname())
                .build();
        Group group = new Group(ip.get().isIpv6() ? "IPv6" : "IPv4", Set.copyOf(slicePorts));
        ports.putIfAbsent(group, slicePorts);
        wanted.computeIfAbsent(group, k -> new LinkedHashMap<>()).put(EndpointIdentity.of(endpoint), endpoint);
        return true;
    }

    /** Whether the slice needs no change. */
    boolean isMirroredBy(Group group, EndpointSlice slice) {
        Map<EndpointIdentity, Endpoint> endpointsOfGroup = wanted.getOrDefault(group, Map.of());
        boolean sameEndpoints = SliceStore.endpoints(slice).size() == endpointsOfGroup.size()
                && SliceStore.endpoints(slice).stream().allMatch(e -> {
                    Endpoint wantedEndpoint = endpointsOfGroup.get(EndpointIdentity.of(e));
                    return wantedEndpoint != null && EndpointIdentity.sameState(wantedEndpoint, e);
                });
        boolean sameOwner = slice.getMetadata().getOwnerReferences().stream()
                .noneMatch(ref -> ref.getKind().equals("Endpoints")
                        && ref.getName().equals(endpoints.getMetadata().getName())
                        && !ref.getUid().equals(endpoints.getMetadata().getUid()));
        return sameEndpoints
                && sameOwner
                && labels().equals(
                                Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.of()))
                && annotations()
                        .equals(Objects.requireNonNullElse(slice.getMetadata().getAnnotations(), Map.of()));
    }

    /** The slice of a group, without a name of its own yet. */
    EndpointSlice slice(Group group) {
        String name = endpoints.getMetadata().getName();
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withGenerateName(name.length() < 253 ? name + "-" : name)
                .withNamespace(endpoints.getMetadata().getNamespace())
                .withLabels(labels())
                .withAnnotations(annotations())
                .withOwnerReferences(ControllerRef.to(endpoints, "v1", "Endpoints"))
                .endMetadata()
                .withAddressType(group.addressType())
                .withPorts(ports.getOrDefault(group, List.of()))
                .withEndpoints(List.copyOf(wanted.getOrDefault(group, Map.of()).values()))
                .build();
    }

    private Map<String, String> labels() {
        Map<String, String> labels =
                new HashMap<>(Objects.requireNonNullElse(endpoints.getMetadata().getLabels(), Map.of()));
        labels.put(SliceStore.SERVICE_NAME, endpoints.getMetadata().getName());
        labels.put(SliceStore.MANAGED_BY, CONTROLLER);
        return labels;
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations =
                new HashMap<>(Objects.requireNonNullElse(endpoints.getMetadata().getAnnotations(), Map.of()));
        annotations.keySet().removeAll(UNMIRRORED_ANNOTATIONS);
        return annotations;
    }
}
