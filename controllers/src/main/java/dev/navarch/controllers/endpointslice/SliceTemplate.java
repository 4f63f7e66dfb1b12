package dev.navarch.controllers.endpointslice;

import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.services.ServicePods;
import dev.navarch.controllers.services.SliceStore;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all slices of a Service have in common: its labels, the reserved ones, and the Service as owner. */
final class SliceTemplate {

    static final String CONTROLLER = "endpointslice-controller.k8s.io";

    private static final String HEADLESS = "service.kubernetes.io/headless";
    private static final Set<String> RESERVED = Set.of(SliceStore.SERVICE_NAME, SliceStore.MANAGED_BY, HEADLESS);
    private static final int MAX_NAME = 253;

    private final Service service;
    private final String addressType;
    private final List<EndpointPort> ports;

    SliceTemplate(Service service, String addressType, List<EndpointPort> ports) {
        this.service = service;
        this.addressType = addressType;
        this.ports = ports;
    }

    EndpointSlice empty() {
        String name = service.getMetadata().getName();
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withGenerateName(name.length() < MAX_NAME ? name + "-" : name)
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(labels())
                .withOwnerReferences(ControllerRef.to(service, "v1", "Service"))
                .endMetadata()
                .withAddressType(addressType)
                .withPorts(ports)
                .build();
    }

    EndpointSliceBuilder labelled(EndpointSlice slice) {
        return new EndpointSliceBuilder(slice)
                .editMetadata()
                .withLabels(labels())
                .endMetadata();
    }

    /** Whether the Service's own labels are on the slice; changes of reserved ones do not count. */
    boolean hasLabels(EndpointSlice slice) {
        return unreserved(slice.getMetadata().getLabels())
                .equals(unreserved(service.getMetadata().getLabels()));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = unreserved(service.getMetadata().getLabels());
        if (ServicePods.isHeadless(service)) {
            labels.put(HEADLESS, "");
        }
        labels.put(SliceStore.SERVICE_NAME, service.getMetadata().getName());
        labels.put(SliceStore.MANAGED_BY, CONTROLLER);
        return labels;
    }

    private static Map<String, String> unreserved(@Nullable Map<String, String> labels) {
        Map<String, String> own = new HashMap<>(Objects.requireNonNullElse(labels, Map.of()));
        own.keySet().removeAll(RESERVED);
        return own;
    }
}
