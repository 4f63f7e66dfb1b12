package dev.navarch.controllers.nodelifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ZoneTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void nodes_are_tainted_one_in_ten_seconds() {
        Zone zone = new Zone();
        zone.add("a");
        zone.add("b");
        assertEquals(Optional.of("a"), zone.next(NOW));
        zone.remove("a");
        assertTrue(zone.next(NOW.plusSeconds(5)).isEmpty());
        assertEquals(Optional.of("b"), zone.next(NOW.plusSeconds(10)));
    }

    @Test
    void a_small_zone_that_is_half_down_evicts_nobody() {
        assertEquals(Zone.State.PARTIAL_DISRUPTION, Zone.stateOf(2, 3));
        assertEquals(Zone.State.NORMAL, Zone.stateOf(1, 2));
        assertEquals(Zone.State.FULL_DISRUPTION, Zone.stateOf(0, 1));
        Zone zone = new Zone();
        zone.enter(Zone.State.PARTIAL_DISRUPTION, 5);
        zone.add("a");
        assertTrue(zone.next(NOW.plusSeconds(1000)).isEmpty());
    }

    @Test
    void silence_counts_from_what_was_heard_last_here() {
        Node node = ready("2020-01-01T00:00:00Z");
        NodeHealth health = NodeHealth.first(node, NOW);
        health.observe(node, Optional.empty(), NOW.plusSeconds(30));
        assertTrue(health.isSilent(Duration.ofSeconds(40), NOW.plusSeconds(71)));
        health.observe(ready("2020-01-01T00:00:10Z"), Optional.empty(), NOW.plusSeconds(72));
        assertEquals(NOW.plusSeconds(72), health.heard());
    }

    @Test
    void taints_follow_conditions() {
        assertEquals(
                List.of("node.kubernetes.io/unreachable", "node.kubernetes.io/unschedulable"),
                NodeTaintReconciler.wanted(new NodeBuilder(NodeHealth.unknown(ready("2020-01-01T00:00:00Z"), NOW))
                                .withNewSpec()
                                .withUnschedulable(true)
                                .endSpec()
                                .build())
                        .stream()
                        .map(Taint::getKey)
                        .toList());
    }

    private static Node ready(String heartbeat) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("n")
                .withCreationTimestamp("2019-01-01T00:00:00Z")
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastHeartbeatTime(heartbeat)
                .endCondition()
                .endStatus()
                .build();
    }
}
