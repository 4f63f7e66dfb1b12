package dev.navarch.controllers.endpointslice;

import dev.navarch.controllers.services.EndpointIdentity;
import dev.navarch.controllers.services.SliceStore;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays wanted endpoints into slices of one address family and set of ports. An endpoint stays in the slice where it is.
 * New ones fill up slices that change anyway; then one untouched slice, if all of the rest fit there; else new slices.
 */
final class SliceDistribution {

    private final int capacity;
    private final SliceTemplate template;

    SliceDistribution(int capacity, SliceTemplate template) {
        this.capacity = capacity;
        this.template = template;
    }

    SlicePlan plan(List<EndpointSlice> existing, List<Endpoint> wanted) {
        SlicePlan plan = new SlicePlan();
        Map<EndpointIdentity, Endpoint> left = new LinkedHashMap<>();
        wanted.forEach(endpoint -> left.put(EndpointIdentity.of(endpoint), endpoint));
        List<EndpointSlice> unchanged = new ArrayList<>();
        for (EndpointSlice slice : existing) {
            keepWhatStays(slice, left, plan, unchanged);
        }
        Deque<Endpoint> rest = new ArrayDeque<>(left.values());
        plan.update()
                .sort(Comparator.comparingInt(
                                (EndpointSlice s) -> SliceStore.endpoints(s).size())
                        .reversed());
        plan.update().replaceAll(slice -> filled(slice, rest));
        while (!rest.isEmpty()) {
            Optional<EndpointSlice> roomy =
                    rest.size() < capacity ? tightest(unchanged, rest.size()) : Optional.empty();
            if (roomy.isPresent()) {
                unchanged.remove(roomy.get());
                plan.update().add(filled(roomy.get(), rest));
            } else {
                plan.create().add(filled(template.empty(), rest));
            }
        }
        return plan;
    }

    private void keepWhatStays(
            EndpointSlice slice, Map<EndpointIdentity, Endpoint> left, SlicePlan plan, List<EndpointSlice> unchanged) {
        List<Endpoint> kept = new ArrayList<>();
        boolean changed = false;
        for (Endpoint endpoint : SliceStore.endpoints(slice)) {
            Endpoint wanted = left.remove(EndpointIdentity.of(endpoint));
            if (wanted != null) {
                kept.add(wanted);
                changed |= !EndpointIdentity.sameState(wanted, endpoint);
            }
        }
        changed |= kept.size() != SliceStore.endpoints(slice).size();
        if (changed && kept.isEmpty()) {
            plan.delete().add(slice);
        } else if (changed) {
            plan.update().add(template.labelled(slice).withEndpoints(kept).build());
        } else if (!template.hasLabels(slice)) {
            plan.update().add(template.labelled(slice).build());
        } else {
            unchanged.add(slice);
        }
    }

    private EndpointSlice filled(EndpointSlice slice, Deque<Endpoint> rest) {
        if (rest.isEmpty() || SliceStore.endpoints(slice).size() >= capacity) {
            return slice;
        }
        List<Endpoint> endpoints = new ArrayList<>(SliceStore.endpoints(slice));
        while (!rest.isEmpty() && endpoints.size() < capacity) {
            endpoints.add(rest.removeFirst());
        }
        return new EndpointSliceBuilder(slice).withEndpoints(endpoints).build();
    }

    /** The slice that would be fullest with so many more. */
    private Optional<EndpointSlice> tightest(List<EndpointSlice> slices, int count) {
        return slices.stream()
                .filter(s -> !SliceStore.endpoints(s).isEmpty()
                        && SliceStore.endpoints(s).size() + count <= capacity)
                .max(Comparator.comparingInt(s -> SliceStore.endpoints(s).size()));
    }
}
