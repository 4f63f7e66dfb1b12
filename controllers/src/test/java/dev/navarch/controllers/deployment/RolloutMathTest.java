package dev.navarch.controllers.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutMathTest {

    @ParameterizedTest
    @CsvSource({
        "2,0%,1%,0,1",
        "1,0%,1%,0,1",
        "2,1%,25%,1,0",
        "1,1%,25%,1,0",
        "2,1%,0%,1,0",
        "10,25%,25%,3,2",
        "3,5,9,5,3"
    })
    void surge_rounds_up_and_unavailability_down_but_one_of_them_leaves_room(
            int replicas, String surge, String unavailable, int expectedSurge, int expectedUnavailable) {
        Deployment deployment = deployment(replicas, surge, unavailable);
        assertEquals(expectedSurge, RolloutMath.maxSurge(deployment));
        assertEquals(expectedUnavailable, RolloutMath.maxUnavailable(deployment));
    }

    @Test
    void the_new_replica_set_takes_what_room_the_others_leave() {
        Deployment deployment = deployment(10, "3", "0");
        assertEquals(3, RolloutMath.newReplicas(deployment, List.of(replicaSet("old", 10, 13)), 0));
        assertEquals(0, RolloutMath.newReplicas(deployment, List.of(replicaSet("old", 13, 13)), 0));
        assertEquals(10, RolloutMath.newReplicas(deployment, List.of(replicaSet("new", 4, 13)), 4));
    }

    @Test
    void a_change_of_size_is_shared_in_proportion_and_the_largest_takes_the_rest() {
        Deployment deployment = deployment(15, "3", "2");
        ReplicaSet large = replicaSet("a", 8, 13);
        ReplicaSet small = replicaSet("b", 5, 13);
        assertEquals(
                Map.of("a", 11, "b", 7),
                Map.of(
                        "a",
                                ProportionalScaling.sizes(deployment, List.of(small, large))
                                        .get(large),
                        "b",
                                ProportionalScaling.sizes(deployment, List.of(small, large))
                                        .get(small)));
        assertEquals(
                List.of(0, 0),
                List.copyOf(ProportionalScaling.sizes(deployment(0, "3", "2"), List.of(small, large))
                        .values()));
    }

    static Deployment deployment(int replicas, String surge, String unavailable) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("d")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(intOrString(surge))
                .withMaxUnavailable(intOrString(unavailable))
                .endRollingUpdate()
                .endStrategy()
                .endSpec()
                .build();
    }

    static ReplicaSet replicaSet(String name, int replicas, int maxReplicas) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(ReplicaSetAnnotations.MAX_REPLICAS, Integer.toString(maxReplicas))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .build();
    }

    private static IntOrString intOrString(String value) {
        return value.endsWith("%") ? new IntOrString(value) : new IntOrString(Integer.parseInt(value));
    }
}
