package dev.navarch.controllers.endpointslice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceDistributionTest {

    private final SliceTemplate template = new SliceTemplate(
            new ServiceBuilder()
                    .withNewMetadata()
                    .withName("s")
                    .withNamespace("n")
                    .withUid("u")
                    .endMetadata()
                    .withNewSpec()
                    .withClusterIP("10.0.0.1")
                    .endSpec()
                    .build(),
            "IPv4",
            List.of());
    private final SliceDistribution distribution = new SliceDistribution(4, template);

    @Test
    void nothing_changes_where_all_is_right() {
        SlicePlan plan = distribution.plan(List.of(slice("a", 0, 4), slice("b", 4, 6)), endpoints(0, 6));
        assertTrue(plan.create().isEmpty()
                && plan.update().isEmpty()
                && plan.delete().isEmpty());
    }

    @Test
    void new_endpoints_fill_the_one_slice_where_they_all_fit() {
        SlicePlan plan = distribution.plan(List.of(slice("a", 0, 1), slice("b", 1, 4)), endpoints(0, 5));
        assertEquals(
                List.of("b"),
                plan.update().stream().map(s -> s.getMetadata().getName()).toList());
        assertEquals(4, plan.update().getFirst().getEndpoints().size());
    }

    @Test
    void slices_that_change_anyway_are_filled_first() {
        List<Endpoint> wanted = new ArrayList<>(endpoints(1, 4));
        wanted.addAll(endpoints(4, 7));
        SlicePlan plan = distribution.plan(List.of(slice("a", 0, 3), slice("b", 3, 5)), wanted);
        assertEquals(
                List.of("a"),
                plan.update().stream().map(s -> s.getMetadata().getName()).toList());
        assertTrue(plan.create().isEmpty());
    }

    @Test
    void what_fits_nowhere_gets_slices_of_its_own_and_empty_ones_go() {
        SlicePlan plan = distribution.plan(List.of(slice("a", 90, 93)), endpoints(0, 9));
        assertEquals(
                List.of(4, 4, 1),
                plan.create().stream().map(s -> s.getEndpoints().size()).toList());
        assertEquals(1, plan.delete().size());
    }

    private EndpointSlice slice(String name, int from, int to) {
        return new EndpointSliceBuilder(template.empty())
                .editMetadata()
                .withName(name)
                .endMetadata()
                .withEndpoints(endpoints(from, to))
                .build();
    }

    private static List<Endpoint> endpoints(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new EndpointBuilder()
                        .withAddresses("10.0.0." + i)
                        .withNewConditions()
                        .withReady(true)
                        .endConditions()
                        .build())
                .toList();
    }
}
