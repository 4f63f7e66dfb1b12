package dev.navarch.controllers.deployment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.SimulatedKubelet;
import dev.navarch.controllers.TestApi;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeploymentIT {

    private static TestApi api;
    private static SimulatedKubelet kubelet;

    @BeforeAll
    static void start() {
        api = TestApi.with("serviceaccount-controller", "replicaset-controller", "deployment-controller");
        kubelet = new SimulatedKubelet(
                api.client(),
                api.namespace(),
                pod -> !pod.getSpec().getContainers().getFirst().getImage().equals("broken"));
        await().until(() -> api.client()
                        .serviceAccounts()
                        .inNamespace(api.namespace())
                        .withName("default")
                        .get()
                != null);
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            kubelet.close();
            api.close();
        }
    }

    @Test
    void a_deployment_is_rolled_out_updated_and_rolled_back() {
        var deployment = create("web", 3, "one");
        awaitComplete(deployment, 3);
        assertConditions(deployment.get(), "NewReplicaSetAvailable", "MinimumReplicasAvailable");
        assertEquals("1", deployment.get().getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"));
        ReplicaSet first = replicaSets("web").getFirst();
        assertEquals(
                "web-" + first.getMetadata().getLabels().get("pod-template-hash"),
                first.getMetadata().getName());
        assertEquals("3", first.getMetadata().getAnnotations().get("deployment.kubernetes.io/desired-replicas"));
        assertEquals("4", first.getMetadata().getAnnotations().get("deployment.kubernetes.io/max-replicas"));

        image(deployment, "two");
        awaitComplete(deployment, 3);
        assertEquals("2", deployment.get().getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"));
        assertEquals(2, replicaSets("web").size());
        assertTrue(pods("web").stream()
                .allMatch(p -> p.getSpec().getContainers().getFirst().getImage().equals("two")));

        image(deployment, "one");
        awaitComplete(deployment, 3);
        ReplicaSet again = api.client().resource(first).get();
        assertEquals("3", again.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"));
        assertEquals("1", again.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision-history"));
        assertTrue(events("web")
                .contains("ScalingReplicaSet: Scaled up replica set "
                        + first.getMetadata().getName() + " from 0 to 3"));
        assertEquals(
                "kube-controller-manager",
                again.getMetadata().getManagedFields().getFirst().getManager());
    }

    @Test
    void a_broken_update_leaves_enough_pods_and_exceeds_its_deadline() {
        var deployment = create("fragile", 4, "one");
        awaitComplete(deployment, 4);
        edit(
                deployment,
                d -> new DeploymentBuilder(d)
                        .editSpec()
                        .withProgressDeadlineSeconds(3)
                        .editTemplate()
                        .editSpec()
                        .editFirstContainer()
                        .withImage("broken")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        condition(deployment.get(), "Progressing").getReason().equals("ProgressDeadlineExceeded"));
        Deployment stuck = deployment.get();
        assertEquals(3, stuck.getStatus().getAvailableReplicas());
        assertEquals(2, stuck.getStatus().getUpdatedReplicas());
        assertEquals(5, stuck.getStatus().getReplicas());

        // A change of size in the middle is shared between both.
        deployment.scale(8);
        await().atMost(Duration.ofSeconds(20)).until(() -> pods("fragile").size() == 10);
        assertEquals(
                List.of(4, 6),
                replicaSets("fragile").stream()
                        .map(rs -> rs.getSpec().getReplicas())
                        .sorted()
                        .toList());
    }

    @Test
    void recreate_has_no_two_versions_at_once() {
        var deployment = create("solo", 2, "one");
        awaitComplete(deployment, 2);
        edit(
                deployment,
                d -> new DeploymentBuilder(d)
                        .editSpec()
                        .withNewStrategy()
                        .withType("Recreate")
                        .endStrategy()
                        .editTemplate()
                        .editSpec()
                        .editFirstContainer()
                        .withImage("two")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
        awaitComplete(deployment, 2);
        assertEquals(2, replicaSets("solo").size());
    }

    @Test
    void paused_deployments_scale_but_do_not_roll_and_history_is_limited() {
        var deployment = create("paused", 1, "one");
        awaitComplete(deployment, 1);
        edit(
                deployment,
                d -> new DeploymentBuilder(d)
                        .editSpec()
                        .withPaused(true)
                        .withRevisionHistoryLimit(1)
                        .editTemplate()
                        .editSpec()
                        .editFirstContainer()
                        .withImage("two")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
        await().until(() -> "DeploymentPaused"
                .equals(condition(deployment.get(), "Progressing").getReason()));
        deployment.scale(2);
        await().atMost(Duration.ofSeconds(10)).until(() -> pods("paused").size() == 2);
        assertEquals(1, replicaSets("paused").size());
        edit(
                deployment,
                d -> new DeploymentBuilder(d)
                        .editSpec()
                        .withPaused(false)
                        .endSpec()
                        .build());
        awaitComplete(deployment, 2);
        for (String image : List.of("three", "four")) {
            image(deployment, image);
            awaitComplete(deployment, 2);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> replicaSets("paused").size() == 2);
    }

    private static RollableScalableResource<Deployment> create(String name, int replicas, String image) {
        Map<String, String> labels = Map.of("app", name);
        api.client()
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(api.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewSelector()
                        .withMatchLabels(labels)
                        .endSelector()
                        .withNewStrategy()
                        .withType("RollingUpdate")
                        .withNewRollingUpdate()
                        .withMaxSurge(new IntOrString("25%"))
                        .withMaxUnavailable(new IntOrString("25%"))
                        .endRollingUpdate()
                        .endStrategy()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage(image)
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        return api.client().apps().deployments().inNamespace(api.namespace()).withName(name);
    }

    private static void edit(RollableScalableResource<Deployment> deployment, UnaryOperator<Deployment> change) {
        await().ignoreExceptions().until(() -> deployment.edit(change) != null);
    }

    private static void image(RollableScalableResource<Deployment> deployment, String image) {
        edit(
                deployment,
                d -> new DeploymentBuilder(d)
                        .editSpec()
                        .editTemplate()
                        .editSpec()
                        .editFirstContainer()
                        .withImage(image)
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
    }

    private static void awaitComplete(RollableScalableResource<Deployment> deployment, int replicas) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Deployment d = deployment.get();
            var status = d.getStatus();
            return d.getMetadata().getGeneration().equals(status.getObservedGeneration())
                    && Counts.orZero(status.getUpdatedReplicas()) == replicas
                    && Counts.orZero(status.getAvailableReplicas()) == replicas
                    && Counts.orZero(status.getReplicas()) == replicas
                    && pods(d.getMetadata().getName()).size() == replicas;
        });
    }

    private static void assertConditions(Deployment deployment, String progressing, String available) {
        await().until(() ->
                progressing.equals(condition(api.client().resource(deployment).get(), "Progressing")
                        .getReason()));
        assertEquals(available, condition(deployment, "Available").getReason());
    }

    private static DeploymentCondition condition(Deployment deployment, String type) {
        return deployment.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .findFirst()
                .orElse(new DeploymentCondition());
    }

    private static List<ReplicaSet> replicaSets(String app) {
        return api
                .client()
                .apps()
                .replicaSets()
                .inNamespace(api.namespace())
                .withLabel("app", app)
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(rs -> rs.getMetadata().getCreationTimestamp()))
                .toList();
    }

    private static List<Pod> pods(String app) {
        return api.client()
                .pods()
                .inNamespace(api.namespace())
                .withLabel("app", app)
                .list()
                .getItems();
    }

    private static List<String> events(String name) {
        return api.client().v1().events().inNamespace(api.namespace()).list().getItems().stream()
                .filter(e -> e.getInvolvedObject().getName().equals(name))
                .map((Event e) -> e.getReason() + ": " + e.getMessage())
                .collect(Collectors.toList());
    }
}
