package dev.navarch.controllers.scheduler.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodRequestsTest {

    private static Pod pod(String spec) {
        return new KubernetesSerialization()
                .unmarshal("--- {kind: Pod, apiVersion: v1, metadata: {name: p}, " + spec + "}", Pod.class);
    }

    @Test
    void containers_add_up() {
        Pod pod = pod("spec: {containers: [{name: a, resources: {requests: {cpu: 100m, memory: 1Gi}}},"
                + " {name: b, resources: {requests: {cpu: '1', memory: 1M}}}]}");
        assertEquals(Map.of("cpu", 1100L, "memory", 1073741824L + 1000000), PodRequests.of(pod));
    }

    @Test
    void init_containers_count_one_at_a_time() {
        Pod pod = pod(
                "spec: {containers: [{name: a, resources: {requests: {cpu: '1'}}}],"
                        + " initContainers: [{name: i, resources: {requests: {cpu: '3'}}}, {name: j, resources: {requests: {cpu: '2'}}}]}");
        assertEquals(Map.of("cpu", 3000L), PodRequests.of(pod));
    }

    @Test
    void sidecars_run_beside_containers_and_later_init_containers() {
        Pod pod = pod("spec: {containers: [{name: a, resources: {requests: {cpu: '1'}}}],"
                + " initContainers: [{name: s, restartPolicy: Always, resources: {requests: {cpu: '1'}}},"
                + " {name: i, resources: {requests: {cpu: '2'}}}]}");
        assertEquals(Map.of("cpu", 3000L), PodRequests.of(pod));
    }

    @Test
    void pod_level_requests_replace_and_overhead_adds() {
        Pod pod = pod("spec: {resources: {requests: {cpu: '2'}}, overhead: {cpu: 250m},"
                + " containers: [{name: a, resources: {requests: {cpu: '1', memory: 1Gi}}}]}");
        assertEquals(Map.of("cpu", 2250L, "memory", 1073741824L), PodRequests.of(pod));
    }

    @Test
    void resize_counts_the_larger_of_wanted_and_actual() {
        String status =
                "status: {containerStatuses: [{name: a, resources: {requests: {cpu: '2'}}, allocatedResources: {cpu: '2'}}]%s}";
        String spec = "spec: {containers: [{name: a, resources: {requests: {cpu: '%s'}}}]}, ";
        assertEquals(
                2000L,
                PodRequests.of(pod(spec.formatted("1") + status.formatted(""))).get("cpu"));
        assertEquals(
                3000L,
                PodRequests.of(pod(spec.formatted("3") + status.formatted(""))).get("cpu"));
        String infeasible = ", conditions: [{type: PodResizePending, status: 'True', reason: Infeasible}]";
        assertEquals(
                2000L,
                PodRequests.of(pod(spec.formatted("3") + status.formatted(infeasible)))
                        .get("cpu"));
    }

    @Test
    void scoring_assumes_defaults_for_what_is_not_requested() {
        Pod pod = pod("spec: {containers: [{name: a, resources: {requests: {cpu: '1'}}}, {name: b}]}");
        assertEquals(Map.of("cpu", 1100L, "memory", 2 * 200L * 1024 * 1024), PodRequests.nonZero(pod));
    }

    @Test
    void quantities_round_up() {
        assertEquals(1, Quantities.milliValue(new Quantity("100u")));
        assertEquals(1, Quantities.value(new Quantity("1m")));
        assertEquals(1536, Quantities.value(new Quantity("1.5Ki")));
    }
}
