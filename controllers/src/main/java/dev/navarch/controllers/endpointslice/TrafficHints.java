package dev.navarch.controllers.endpointslice;

import dev.navarch.controllers.services.SliceStore;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointHints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointHintsBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hints that tell proxies which endpoints are close, for Services with a {@code trafficDistribution} (KEP-4444, KEP-3015).
 * Only endpoints that are ready carry them.
 */
final class TrafficHints {

    private static final Set<String> KNOWN = Set.of("PreferClose", "PreferSameZone", "PreferSameNode");

    private TrafficHints() {}

    /** Adds to the plan what has to change for the hints. */
    static void apply(Service service, SlicePlan plan, List<EndpointSlice> existing) {
        String distribution = service.getSpec().getTrafficDistribution();
        boolean wanted = distribution != null && KNOWN.contains(distribution);
        boolean nodes = "PreferSameNode".equals(distribution);
        for (EndpointSlice slice : plan.unchanged(existing)) {
            if (SliceStore.endpoints(slice).stream().anyMatch(e -> isWrong(e, wanted, nodes))) {
                plan.update().add(slice);
            }
        }
        plan.create().replaceAll(slice -> hinted(slice, wanted, nodes));
        plan.update().replaceAll(slice -> hinted(slice, wanted, nodes));
    }

    private static boolean isWrong(Endpoint endpoint, boolean wanted, boolean nodes) {
        return wanted
                ? isReady(endpoint) && !Objects.equals(endpoint.getHints(), hints(endpoint, nodes))
                : endpoint.getHints() != null;
    }

    private static EndpointSlice hinted(EndpointSlice slice, boolean wanted, boolean nodes) {
        return new EndpointSliceBuilder(slice)
                .withEndpoints(SliceStore.endpoints(slice).stream()
                        .map(e -> isWrong(e, wanted, nodes)
                                ? new EndpointBuilder(e)
                                        .withHints(wanted ? hints(e, nodes) : null)
                                        .build()
                                : e)
                        .toList())
                .build();
    }

    private static @Nullable EndpointHints hints(Endpoint endpoint, boolean nodes) {
        boolean byNode = nodes && endpoint.getNodeName() != null;
        if (endpoint.getZone() == null && !byNode) {
            return null;
        }
        EndpointHintsBuilder hints = new EndpointHintsBuilder();
        if (endpoint.getZone() != null) {
            hints.addNewForZone(endpoint.getZone());
        }
        if (byNode) {
            hints.addNewForNode(endpoint.getNodeName());
        }
        return hints.build();
    }

    private static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() != null
                && Boolean.TRUE.equals(endpoint.getConditions().getReady());
    }
}
