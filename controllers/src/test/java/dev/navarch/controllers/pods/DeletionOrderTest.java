package dev.navarch.controllers.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeletionOrderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void those_go_first_that_do_least() {
        Pod unassigned = pod("unassigned", "", "Pending", null).build();
        Pod pending = pod("pending", "n1", "Pending", null).build();
        Pod notReady = pod("not-ready", "n1", "Running", null).build();
        Pod cheap = pod("cheap", "n1", "Running", "2026-01-01T00:00:00Z")
                .editMetadata()
                .addToAnnotations("controller.kubernetes.io/pod-deletion-cost", "-5")
                .endMetadata()
                .build();
        Pod crowded = pod("crowded", "n2", "Running", "2026-01-01T00:00:00Z").build();
        Pod recent = pod("recent", "n1", "Running", "2026-01-01T11:59:00Z").build();
        Pod proven = pod("proven", "n1", "Running", "2026-01-01T00:00:00Z").build();
        List<Pod> all = List.of(proven, recent, crowded, cheap, notReady, pending, unassigned);
        List<Pod> related = List.of(crowded, crowded, crowded, proven, recent);
        assertEquals(
                List.of("unassigned", "pending", "not-ready", "cheap", "crowded", "recent"),
                DeletionOrder.choose(all, related, 6, NOW).stream()
                        .map(p -> p.getMetadata().getName())
                        .toList());
    }

    @Test
    void restarts_tell_apart_what_is_of_the_same_age() {
        Pod stable = pod("stable", "n", "Running", "2026-01-01T00:00:00Z").build();
        Pod restarted = pod("restarted", "n", "Running", "2026-01-01T00:00:00Z")
                .editStatus()
                .addNewContainerStatus()
                .withRestartCount(3)
                .endContainerStatus()
                .endStatus()
                .build();
        assertEquals(List.of(restarted), DeletionOrder.choose(List.of(stable, restarted), List.of(), 1, NOW));
    }

    private static PodBuilder pod(String name, String node, String phase, String readySince) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .endStatus();
        if (readySince != null) {
            pod.editStatus()
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus("True")
                    .withLastTransitionTime(readySince)
                    .endCondition()
                    .endStatus();
        }
        return pod;
    }
}
