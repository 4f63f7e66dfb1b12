package dev.navarch.controllers.endpointslice;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;

/** Which slices are to be made, changed and deleted. Filled by one thread. */
record SlicePlan(List<EndpointSlice> create, List<EndpointSlice> update, List<EndpointSlice> delete) {

    SlicePlan() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(SlicePlan other) {
        create.addAll(other.create);
        update.addAll(other.update);
        delete.addAll(other.delete);
    }

    /** Those of the existing slices that stay as they are. */
    List<EndpointSlice> unchanged(List<EndpointSlice> existing) {
        return existing.stream()
                .filter(slice -> !contains(update, slice) && !contains(delete, slice))
                .toList();
    }

    private static boolean contains(List<EndpointSlice> slices, EndpointSlice slice) {
        String name = slice.getMetadata().getName();
        return slices.stream().anyMatch(s -> name.equals(s.getMetadata().getName()));
    }
}
