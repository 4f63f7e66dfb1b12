package dev.navarch.controllers.scheduler.plugins.noderesources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected values were worked out by hand from the formulas of upstream's documentation. */
class ScoringTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static NodeInfo node(String cpu, String memory, PodInfo... pods) {
        return NodeInfo.of(
                YAML.unmarshal(
                        "--- {kind: Node, apiVersion: v1, metadata: {name: n}, status: {allocatable: {cpu: '" + cpu
                                + "', memory: '" + memory + "', pods: '10'}}}",
                        Node.class),
                pods);
    }

    private static PodInfo pod(String requests) {
        return new PodInfo(YAML.unmarshal(
                "--- {kind: Pod, apiVersion: v1, metadata: {name: p, namespace: d, uid: u}, spec: {containers: [{name: c,"
                        + " resources: {requests: {" + requests + "}}}]}}",
                Pod.class));
    }

    private static ObjectNode args(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long fit(String args, PodInfo pod, NodeInfo node) {
        Fit fit = new Fit(args(args));
        CycleState state = new CycleState();
        fit.preScore(state, pod, List.of(node));
        return fit.score(state, pod, node);
    }

    @Test
    void least_allocated_is_the_mean_of_what_is_left() {
        // cpu: (4000-3000)/4000 = 25 %, memory: (10-5)/10 = 50 %
        assertEquals(37, fit("{}", pod("cpu: '3', memory: '5'"), node("4", "10")));
    }

    @Test
    void weights_count() {
        String args =
                "{\"scoringStrategy\":{\"resources\":[{\"name\":\"cpu\",\"weight\":3},{\"name\":\"memory\",\"weight\":1}]}}";
        assertEquals(31, fit(args, pod("cpu: '3', memory: '5'"), node("4", "10")));
    }

    @Test
    void most_allocated_prefers_full_nodes() {
        String args = "{\"scoringStrategy\":{\"type\":\"MostAllocated\"}}";
        assertEquals(62, fit(args, pod("cpu: '3', memory: '5'"), node("4", "10")));
    }

    @Test
    void ratio_follows_the_shape() {
        String args = "{\"scoringStrategy\":{\"type\":\"RequestedToCapacityRatio\",\"resources\":[{\"name\":\"cpu\"}],"
                + "\"requestedToCapacityRatio\":{\"shape\":[{\"utilization\":0,\"score\":0},{\"utilization\":100,\"score\":10}]}}}";
        assertEquals(75, fit(args, pod("cpu: '3'"), node("4", "10")));
    }

    @Test
    void pods_that_request_nothing_still_fill_a_node() {
        PodInfo nothing = pod("");
        // 100m of 1 core, 200 Mi of 1000 Mi
        assertEquals(85, fit("{}", nothing, node("1", "1000Mi")));
        assertEquals(70, fit("{}", nothing, node("1", "1000Mi", nothing)));
    }

    @Test
    void balance_is_best_where_the_pod_evens_out() {
        BalancedAllocation balanced = new BalancedAllocation(args("{}"));
        CycleState state = new CycleState();
        PodInfo pod = pod("cpu: '2'");
        balanced.preScore(state, pod, List.of());
        // 50 + (50 + (1 - 0.25) * 100 - 100) / 2
        assertEquals(62, balanced.score(state, pod, node("4", "10")));
        // With memory half used before: 50 + (50 + 100 - 75) / 2
        assertEquals(87, balanced.score(state, pod, node("4", "10", pod("memory: '5'"))));
    }

    @Test
    void balance_has_no_opinion_on_pods_without_requests() {
        BalancedAllocation balanced = new BalancedAllocation(args("{}"));
        assertEquals(
                true, balanced.preScore(new CycleState(), pod(""), List.of()).isSkip());
    }
}
