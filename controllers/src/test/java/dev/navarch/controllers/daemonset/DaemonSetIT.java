package dev.navarch.controllers.daemonset;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.SimulatedKubelet;
import dev.navarch.controllers.TestApi;
import dev.navarch.controllers.scheduler.Scheduler;
import dev.navarch.controllers.scheduler.SchedulerOptions;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DaemonSetIT {

    private static final String ID = UUID.randomUUID().toString().substring(0, 8);
    private static TestApi api;
    private static SimulatedKubelet kubelet;
    private static Scheduler scheduler;

    @BeforeAll
    static void start() {
        api = TestApi.with("serviceaccount-controller", "daemonset-controller");
        scheduler = Scheduler.start(SchedulerOptions.of(TestApi.config()));
        kubelet = new SimulatedKubelet(
                api.client(), api.namespace(), pod -> pod.getSpec().getNodeName() != null);
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
            scheduler.close();
            api.client().apps().daemonSets().inNamespace(api.namespace()).delete();
            api.client().nodes().withLabel("test", ID).delete();
            api.close();
        }
    }

    @Test
    void a_daemon_runs_once_on_each_node_of_its_choice_and_rolls() {
        node("a", "yes");
        node("b", "yes");
        node("c", "no");
        var resource = api.client().resource(daemonSet("agent", new IntOrString(1), null));
        resource.create();
        awaitComplete("agent", 2);
        assertEquals(List.of("a-" + ID, "b-" + ID), nodesOf("agent"));
        Pod pod = pods("agent").getFirst();
        assertTrue(pod.getSpec().getTolerations().stream()
                .anyMatch(t -> "node.kubernetes.io/unschedulable".equals(t.getKey())));
        assertTrue(pod.getMetadata().getName().startsWith("agent-"));
        assertEquals("1", pod.getMetadata().getLabels().get("pod-template-generation"));

        // A node that comes to fit gets its pod, and loses it again.
        label("c", "yes");
        awaitComplete("agent", 3);
        label("c", "no");
        awaitComplete("agent", 2);
        assertEquals(List.of("a-" + ID, "b-" + ID), nodesOf("agent"));

        image("agent", "two");
        awaitComplete("agent", 2);
        assertTrue(pods("agent").stream().allMatch(p -> image(p).equals("two")));
        assertEquals(List.of(1L, 2L), revisions("agent"));

        // Going back makes the old revision the newest.
        image("agent", "one");
        awaitComplete("agent", 2);
        assertEquals(List.of(2L, 3L), revisions("agent"));
        assertEquals(
                "SuccessfulCreate",
                api.client()
                        .v1()
                        .events()
                        .inNamespace(api.namespace())
                        .withField("involvedObject.name", "agent")
                        .list()
                        .getItems()
                        .getFirst()
                        .getReason());

        // A failed pod is replaced.
        Pod failed = pods("agent").getFirst();
        api.client()
                .resource(new PodBuilder(failed)
                        .editMetadata()
                        .withResourceVersion(null)
                        .endMetadata()
                        .editStatus()
                        .withPhase("Failed")
                        .endStatus()
                        .build())
                .updateStatus();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> pods("agent").stream()
                        .noneMatch(p -> p.getMetadata()
                                .getUid()
                                .equals(failed.getMetadata().getUid())));
        awaitComplete("agent", 2);
    }

    @Test
    void a_surging_daemon_starts_the_new_pod_before_the_old_one_goes() {
        node("s", "surge");
        DaemonSet surging = new DaemonSetBuilder(daemonSet("surge", new IntOrString(0), new IntOrString("100%")))
                .editSpec()
                .editTemplate()
                .editSpec()
                .withNodeSelector(Map.of("test", ID, "daemon", "surge"))
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        api.client().resource(surging).create();
        awaitComplete("surge", 1);
        String first = pods("surge").getFirst().getMetadata().getUid();
        image("surge", "two");
        awaitComplete("surge", 1);
        assertEquals(1, pods("surge").size());
        assertTrue(!first.equals(pods("surge").getFirst().getMetadata().getUid()));
    }

    private static DaemonSet daemonSet(String name, IntOrString maxUnavailable, IntOrString maxSurge) {
        return new DaemonSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(api.namespace())
                .endMetadata()
                .withNewSpec()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(maxUnavailable)
                .withMaxSurge(maxSurge)
                .endRollingUpdate()
                .endUpdateStrategy()
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .withNodeSelector(Map.of("test", ID, "daemon", "yes"))
                .addNewContainer()
                .withName("main")
                .withImage("one")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** A node as after its kubelet's first heartbeat: with room, and without the taint that new nodes get. */
    private static void node(String name, String daemon) {
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName(name + "-" + ID)
                .addToLabels("test", ID)
                .addToLabels("daemon", daemon)
                .endMetadata()
                .withNewStatus()
                .addToAllocatable("pods", new Quantity("10"))
                .endStatus()
                .build();
        api.client().resource(node).create();
        api.client()
                .nodes()
                .withName(node.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"taints\":null}}");
    }

    private static void label(String node, String daemon) {
        api.client()
                .nodes()
                .withName(node + "-" + ID)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"daemon\":\"" + daemon + "\"}}}");
    }

    private static void image(String name, String image) {
        var daemons =
                api.client().apps().daemonSets().inNamespace(api.namespace()).withName(name);
        Container container =
                daemons.get().getSpec().getTemplate().getSpec().getContainers().getFirst();
        daemons.patch(
                PatchContext.of(PatchType.STRATEGIC_MERGE),
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"" + container.getName()
                        + "\",\"image\":\"" + image + "\"}]}}}}");
    }

    private static String image(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getImage();
    }

    private static void awaitComplete(String name, int desired) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            DaemonSet ds = api.client()
                    .apps()
                    .daemonSets()
                    .inNamespace(api.namespace())
                    .withName(name)
                    .get();
            var status = ds.getStatus();
            return status != null
                    && ds.getMetadata().getGeneration().equals(status.getObservedGeneration())
                    && status.getDesiredNumberScheduled() == desired
                    && status.getUpdatedNumberScheduled() != null
                    && status.getUpdatedNumberScheduled() == desired
                    && status.getNumberAvailable() != null
                    && status.getNumberAvailable() == desired
                    && pods(name).size() == desired;
        });
    }

    private static List<Pod> pods(String name) {
        return api.client()
                .pods()
                .inNamespace(api.namespace())
                .withLabel("app", name)
                .list()
                .getItems();
    }

    private static List<String> nodesOf(String name) {
        return List.copyOf(pods(name).stream()
                .map(pod -> DaemonPods.targetNode(pod).orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static List<Long> revisions(String name) {
        return api
                .client()
                .apps()
                .controllerRevisions()
                .inNamespace(api.namespace())
                .withLabel("app", name)
                .list()
                .getItems()
                .stream()
                .map(ControllerRevision::getRevision)
                .sorted()
                .toList();
    }
}
