package dev.navarch.controllers.disruption;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.navarch.controllers.SimulatedKubelet;
import dev.navarch.controllers.TestApi;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DisruptionIT {

    private static TestApi api;
    private static SimulatedKubelet kubelet;

    @BeforeAll
    static void start() {
        api = TestApi.with("serviceaccount-controller", "disruption-controller", "replicationcontroller-controller")
                .awaitServiceAccount();
        kubelet = new SimulatedKubelet(api.client(), api.namespace(), pod -> true);
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            kubelet.close();
            api.client().replicationControllers().inNamespace(api.namespace()).delete();
            api.close();
        }
    }

    @Test
    void a_budget_allows_what_its_controller_can_spare() {
        replicas("web", 3);
        api.create("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: web, namespace: NS}
                spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
                """);
        PodDisruptionBudget budget =
                awaitBudget("web", b -> Integer.valueOf(1).equals(b.getStatus().getDisruptionsAllowed()));
        assertEquals(3, budget.getStatus().getExpectedPods());
        assertEquals(2, budget.getStatus().getDesiredHealthy());
        assertEquals(
                "SufficientPods", budget.getStatus().getConditions().getFirst().getReason());

        // Scaling raises what is expected at once, while the new pods are on their way.
        scale("web", 5);
        awaitBudget(
                "web",
                b -> Integer.valueOf(5).equals(b.getStatus().getExpectedPods())
                        && Integer.valueOf(1).equals(b.getStatus().getDisruptionsAllowed()));
    }

    @Test
    void a_budget_that_needs_more_than_there_are_allows_nothing() {
        api.create("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: alone, namespace: NS}
                spec: {minAvailable: 1, selector: {matchLabels: {app: alone}}}
                """);
        awaitBudget(
                "alone",
                b -> !b.getStatus().getConditions().isEmpty()
                        && b.getStatus().getConditions().getFirst().getReason().equals("InsufficientPods"));
        await().until(() -> api.reasons("alone").contains("NoPods"));
    }

    @Test
    void a_replication_controller_keeps_its_pods_and_says_what_is_missing() {
        replicas("old", 2);
        ReplicationController ready = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> api.client()
                                .replicationControllers()
                                .inNamespace(api.namespace())
                                .withName("old")
                                .get(),
                        rc -> rc.getStatus() != null
                                && Integer.valueOf(2).equals(rc.getStatus().getAvailableReplicas()));
        assertEquals(2, ready.getStatus().getFullyLabeledReplicas());
        List<Pod> pods = pods("old");
        api.client()
                .resource(pods.getFirst())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"app\":\"released\"}}}");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> pods("old").size() == 2
                        && api.client()
                                .resource(pods.getFirst())
                                .get()
                                .getMetadata()
                                .getOwnerReferences()
                                .isEmpty());
    }

    private static void replicas(String name, int count) {
        api.create("""
                apiVersion: v1
                kind: ReplicationController
                metadata: {name: %1$s, namespace: NS}
                spec: {replicas: %2$d, selector: {app: %1$s}, template: {metadata: {labels: {app: %1$s}},
                  spec: {containers: [{name: main, image: one}]}}}
                """.formatted(name, count));
    }

    private static void scale(String name, int count) {
        api.client()
                .replicationControllers()
                .inNamespace(api.namespace())
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":" + count + "}}");
    }

    private static List<Pod> pods(String name) {
        return api.client()
                .pods()
                .inNamespace(api.namespace())
                .withLabel("app", name)
                .list()
                .getItems();
    }

    private static PodDisruptionBudget awaitBudget(String name, Predicate<PodDisruptionBudget> condition) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> api.client()
                                .policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace(api.namespace())
                                .withName(name)
                                .get(),
                        budget -> budget.getStatus() != null && condition.test(budget));
    }
}
