package dev.navarch.controllers.endpoint;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import java.util.ArrayList;
import java.util.List;

/** Cuts an Endpoints object to what it may hold; ready addresses before others, each subset in proportion. */
final class EndpointsCapacity {

    static final int MAX_ADDRESSES = 1000;

    private EndpointsCapacity() {}

    static int addresses(List<EndpointSubset> subsets) {
        return subsets.stream()
                .mapToInt(
                        s -> s.getAddresses().size() + s.getNotReadyAddresses().size())
                .sum();
    }

    static List<EndpointSubset> truncated(List<EndpointSubset> subsets) {
        if (addresses(subsets) <= MAX_ADDRESSES) {
            return subsets;
        }
        int ready = subsets.stream().mapToInt(s -> s.getAddresses().size()).sum();
        boolean tooManyReady = ready > MAX_ADDRESSES;
        int room = tooManyReady ? MAX_ADDRESSES : MAX_ADDRESSES - ready;
        int total = tooManyReady ? ready : addresses(subsets) - ready;
        int left = room;
        List<EndpointSubset> result = new ArrayList<>();
        for (EndpointSubset subset : subsets) {
            List<EndpointAddress> cut = tooManyReady ? subset.getAddresses() : subset.getNotReadyAddresses();
            int share = (int) Math.ceil((double) cut.size() / total * room);
            List<EndpointAddress> kept = cut.subList(0, Math.min(cut.size(), Math.min(share, left)));
            left -= kept.size();
            EndpointSubsetBuilder builder = new EndpointSubsetBuilder(subset);
            result.add(
                    tooManyReady
                            ? builder.withAddresses(kept)
                                    .withNotReadyAddresses()
                                    .build()
                            : builder.withNotReadyAddresses(kept).build());
        }
        return result;
    }
}
