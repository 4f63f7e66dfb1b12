package dev.navarch.kubelet.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusPatchTest {

    private static PodStatus status(String phase, String... conditions) {
        PodStatusBuilder status = new PodStatusBuilder().withPhase(phase);
        for (String type : conditions) {
            status.addNewCondition().withType(type).withStatus("True").endCondition();
        }
        return status.build();
    }

    @Test
    void what_stays_is_not_said() {
        assertEquals(
                Optional.empty(), StatusPatch.between("u", status("Running", "Ready"), status("Running", "Ready")));
        assertEquals(
                Optional.of("{\"metadata\":{\"uid\":\"u\"},\"status\":{\"phase\":\"Running\"}}"),
                StatusPatch.between("u", status("Pending", "Ready"), status("Running", "Ready")));
    }

    @Test
    void a_condition_that_is_over_is_deleted_by_its_type() {
        assertEquals(
                Optional.of("{\"metadata\":{\"uid\":\"u\"},\"status\":{\"conditions\":"
                        + "[{\"$patch\":\"delete\",\"type\":\"PodResizeInProgress\"}]}}"),
                StatusPatch.between(
                        "u", status("Running", "Ready", "PodResizeInProgress"), status("Running", "Ready")));
    }

    @Test
    void conditions_of_others_are_left_alone() {
        assertEquals(
                Optional.of("{\"metadata\":{\"uid\":\"u\"},\"status\":{\"phase\":\"Running\"}}"),
                StatusPatch.between("u", status("Pending", "example.com/gate"), status("Running")));
    }
}
