package dev.navarch.controllers.nodelifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.SimulatedKubelet;
import dev.navarch.controllers.TestApi;
import dev.navarch.controllers.nodes.Taints;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NodeLifecycleIT {

    private static final String ID = UUID.randomUUID().toString().substring(0, 8);
    private static final String HEALTHY = "healthy-" + ID;
    private static final String SILENT = "silent-" + ID;
    private static final ScheduledExecutorService kubelet = Executors.newSingleThreadScheduledExecutor();
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.with(
                options -> options.nodeMonitorGraceSeconds(4),
                "serviceaccount-controller",
                "node-lifecycle-controller",
                "taint-eviction-controller",
                "node-ipam-controller",
                "pod-garbage-collector-controller");
        await().until(() -> api.client()
                        .serviceAccounts()
                        .inNamespace(api.namespace())
                        .withName("default")
                        .get()
                != null);
    }

    @AfterAll
    static void stop() {
        kubelet.shutdownNow();
        if (api != null) {
            api.client().nodes().withName(HEALTHY).delete();
            api.client().nodes().withName(SILENT).delete();
            api.close();
        }
    }

    @Test
    void a_silent_node_becomes_unreachable_and_its_pods_move_out() {
        node(HEALTHY);
        node(SILENT);
        kubelet.scheduleAtFixedRate(() -> renew(HEALTHY), 0, 1, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !Taints.exists(get(SILENT), Taints.NOT_READY, Taints.NO_SCHEDULE));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(SILENT).getSpec().getPodCIDRs().size() == 1);
        assertTrue(get(SILENT).getSpec().getPodCIDR().matches("10\\.244\\.\\d+\\.0/24"));
        assertEquals("linux", get(SILENT).getMetadata().getLabels().get("beta.kubernetes.io/os"));

        Pod stays = pod("stays", null);
        Pod goes = pod("goes", 1L);
        SimulatedKubelet.ready(api.client(), stays, "10.9.0.1");
        SimulatedKubelet.ready(api.client(), goes, "10.9.0.2");

        await().atMost(Duration.ofSeconds(25)).untilAsserted(() -> {
            var ready = NodeHealth.ready(get(SILENT)).orElseThrow();
            assertEquals("Unknown", ready.getStatus());
            assertEquals("NodeStatusUnknown", ready.getReason());
            assertEquals("Kubelet stopped posting node status.", ready.getMessage());
        });
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Taints.exists(get(SILENT), Taints.UNREACHABLE, Taints.NO_EXECUTE)
                        && Taints.exists(get(SILENT), Taints.UNREACHABLE, Taints.NO_SCHEDULE));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !PodState.isReady(api.client().resource(stays).get()));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> api.client().resource(goes).get().isMarkedForDeletion());
        assertEquals(
                "DeletionByTaintManager",
                PodState.condition(api.client().resource(goes).get(), "DisruptionTarget")
                        .orElseThrow()
                        .getReason());
        assertTrue(PodState.isReady(api.client().resource(stays).get()) == false
                && !api.client().resource(stays).get().isMarkedForDeletion());
        assertEquals("True", NodeHealth.ready(get(HEALTHY)).orElseThrow().getStatus());

        heartbeat(SILENT);
        kubelet.scheduleAtFixedRate(() -> renew(SILENT), 0, 1, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> Taints.of(get(SILENT)).isEmpty());
    }

    private static Node get(String name) {
        return api.client().nodes().withName(name).get();
    }

    private static void node(String name) {
        api.client()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("kubernetes.io/os", "linux")
                        .endMetadata()
                        .build())
                .create();
        heartbeat(name);
    }

    /** Tried again where controllers wrote to the node in between. */
    private static void heartbeat(String name) {
        await().ignoreExceptions().until(() -> postReady(name));
    }

    private static boolean postReady(String name) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        api.client()
                .nodes()
                .withName(name)
                .editStatus(n -> new NodeBuilder(n)
                        .editOrNewStatus()
                        .removeMatchingFromConditions(c -> c.getType().equals("Ready"))
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withLastHeartbeatTime(now)
                        .withLastTransitionTime(now)
                        .withReason("KubeletReady")
                        .withMessage("m")
                        .endCondition()
                        .endStatus()
                        .build());
        return true;
    }

    private static void renew(String name) {
        api.client()
                .leases()
                .inNamespace("kube-node-lease")
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("kube-node-lease")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(name)
                        .withLeaseDurationSeconds(40)
                        .withRenewTime(ZonedDateTime.now())
                        .endSpec()
                        .build())
                .serverSideApply();
    }

    private static Pod pod(String name, Long tolerationSeconds) {
        return api.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(api.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(SILENT)
                        .addNewToleration()
                        .withKey(Taints.UNREACHABLE)
                        .withOperator("Exists")
                        .withEffect("NoExecute")
                        .withTolerationSeconds(tolerationSeconds)
                        .endToleration()
                        .addNewContainer()
                        .withName("c")
                        .withImage("i")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }
}
