package dev.navarch.controllers.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PodStatusPatchTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00.5Z"), ZoneOffset.UTC);

    private static Pod pod(String status) {
        return new KubernetesSerialization()
                .unmarshal(
                        "--- {kind: Pod, apiVersion: v1, metadata: {name: p, generation: 3}, status: " + status + "}",
                        Pod.class);
    }

    @Test
    void new_condition_is_written_whole() {
        var patch = new PodStatusPatch(pod("{}"))
                .condition("PodScheduled", "False", "Unschedulable", "m", CLOCK)
                .build()
                .orElseThrow();
        assertEquals(
                "{\"status\":{\"conditions\":[{\"type\":\"PodScheduled\",\"observedGeneration\":3,\"status\":\"False\","
                        + "\"reason\":\"Unschedulable\",\"message\":\"m\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\","
                        + "\"lastProbeTime\":null}]}}",
                patch.toString());
    }

    @Test
    void unchanged_condition_and_nomination_are_not_written() {
        Pod pod = pod("{nominatedNodeName: n, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable,"
                + " message: m, lastTransitionTime: '2025-01-01T00:00:00Z'}]}");
        assertTrue(new PodStatusPatch(pod)
                .condition("PodScheduled", "False", "Unschedulable", "m", CLOCK)
                .nominatedNodeName("n")
                .build()
                .isEmpty());
    }

    @Test
    void transition_time_stays_while_the_status_stays() {
        Pod pod = pod("{conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable,"
                + " message: m, lastTransitionTime: '2025-01-01T00:00:00Z'}]}");
        var patch = new PodStatusPatch(pod)
                .condition("PodScheduled", "False", "Unschedulable", "other", CLOCK)
                .build()
                .orElseThrow();
        assertEquals(
                "2025-01-01T00:00:00Z",
                patch.at("/status/conditions/0/lastTransitionTime").asText());
    }

    @Test
    void nomination_is_taken_back_with_null() {
        assertEquals(
                "{\"status\":{\"nominatedNodeName\":null}}",
                new PodStatusPatch(pod("{nominatedNodeName: n}"))
                        .nominatedNodeName("")
                        .build()
                        .orElseThrow()
                        .toString());
    }
}
