package dev.navarch.controllers.statefulset;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.SimulatedKubelet;
import dev.navarch.controllers.TestApi;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatefulSetIT {

    private static final Set<String> held = ConcurrentHashMap.newKeySet();
    private static TestApi api;
    private static SimulatedKubelet kubelet;

    @BeforeAll
    static void start() {
        api = TestApi.with("serviceaccount-controller", "statefulset-controller", "garbage-collector-controller");
        kubelet = new SimulatedKubelet(
                api.client(),
                api.namespace(),
                pod -> !held.contains(pod.getMetadata().getName()));
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
    void pods_come_in_order_and_have_names_and_claims_of_their_own() {
        held.add("web-1");
        create("web", """
                replicas: 3, serviceName: web, volumeClaimTemplates: [{metadata: {name: data}, spec: {
                  accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]""");
        await().until(() -> pods("web").size() == 2);
        Pod second = pods("web").get(1);
        assertEquals("web-1", second.getSpec().getHostname());
        assertEquals("web", second.getSpec().getSubdomain());
        assertEquals("1", second.getMetadata().getLabels().get("apps.kubernetes.io/pod-index"));
        assertEquals(
                "data-web-1",
                second.getSpec()
                        .getVolumes()
                        .getFirst()
                        .getPersistentVolumeClaim()
                        .getClaimName());
        // The second is not ready, so the third has to wait.
        await().during(Duration.ofSeconds(1)).until(() -> pods("web").size() == 2);
        held.clear();
        SimulatedKubelet.ready(api.client(), second, "10.1.3.1");
        StatefulSet done = awaitSet("web", set -> ready(set) == 3);
        assertEquals(3, claims("web").size());
        assertEquals(done.getStatus().getUpdateRevision(), done.getStatus().getCurrentRevision());
        await().until(() -> messages("web")
                .containsAll(List.of(
                        "Create Claim data-web-0 Pod web-0 in StatefulSet web success",
                        "Create Pod web-2 in StatefulSet web successful")));

        patch("web", "{\"spec\":{\"replicas\":1}}");
        await().until(() -> names("web").equals(List.of("web-0")));
        assertEquals(3, claims("web").size(), "claims outlive their pods");
    }

    @Test
    void updates_go_from_the_last_pod_down_to_the_partition_and_back() {
        create("roll", "replicas: 3, serviceName: roll, updateStrategy: {rollingUpdate: {partition: 2}}");
        StatefulSet first = awaitSet("roll", set -> ready(set) == 3);
        String one = first.getStatus().getCurrentRevision();
        image("roll", "two");
        awaitSet(
                "roll",
                set -> !one.equals(set.getStatus().getUpdateRevision())
                        && orZero(set.getStatus().getUpdatedReplicas()) == 1
                        && ready(set) == 3);
        assertEquals(List.of("one", "one", "two"), images("roll"));
        patch("roll", "{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":0}}}}");
        StatefulSet second = awaitSet(
                "roll",
                set -> ready(set) == 3
                        && set.getStatus()
                                .getUpdateRevision()
                                .equals(set.getStatus().getCurrentRevision()));
        assertEquals(List.of("two", "two", "two"), images("roll"));
        assertEquals(
                second.getStatus().getCurrentRevision(),
                pods("roll").getFirst().getMetadata().getLabels().get("controller-revision-hash"));
        image("roll", "one");
        awaitSet("roll", set -> one.equals(set.getStatus().getCurrentRevision()) && ready(set) == 3);
        assertEquals(List.of("one", "one", "one"), images("roll"));
        assertEquals(List.of(2L, 3L), revisions("roll"));
    }

    @Test
    void parallel_sets_do_not_wait_and_failed_pods_are_replaced() {
        held.addAll(List.of("burst-0", "burst-1"));
        create("burst", "replicas: 3, serviceName: burst, podManagementPolicy: Parallel, minReadySeconds: 1");
        await().until(() -> pods("burst").size() == 3);
        held.removeAll(List.of("burst-0", "burst-1"));
        pods("burst").forEach(pod -> SimulatedKubelet.ready(api.client(), pod, "10.1.4.1"));
        awaitSet("burst", set -> orZero(set.getStatus().getAvailableReplicas()) == 3);
        Pod failed = pods("burst").get(1);
        failed.getStatus().setPhase("Failed");
        failed.getMetadata().setResourceVersion(null);
        api.client().resource(failed).updateStatus();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> pods("burst").size() == 3
                        && !pods("burst")
                                .get(1)
                                .getMetadata()
                                .getUid()
                                .equals(failed.getMetadata().getUid()));
    }

    @Test
    void claims_go_with_their_pods_where_the_policy_says_so() {
        create("thrifty", """
                replicas: 2, serviceName: thrifty,
                persistentVolumeClaimRetentionPolicy: {whenScaled: Delete, whenDeleted: Delete},
                volumeClaimTemplates: [{metadata: {name: data}, spec: {
                  accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]""");
        awaitSet("thrifty", set -> ready(set) == 2);
        patch("thrifty", "{\"spec\":{\"replicas\":1}}");
        await().atMost(Duration.ofSeconds(20)).until(() -> isGoing("data-thrifty-1"));
        assertTrue(!isGoing("data-thrifty-0"));
        api.client()
                .apps()
                .statefulSets()
                .inNamespace(api.namespace())
                .withName("thrifty")
                .delete();
        await().atMost(Duration.ofSeconds(20)).until(() -> isGoing("data-thrifty-0"));
    }

    /** Gone, or waiting for those who protect claims in use. */
    private static boolean isGoing(String claim) {
        var there = api.client()
                .persistentVolumeClaims()
                .inNamespace(api.namespace())
                .withName(claim)
                .get();
        return there == null || there.isMarkedForDeletion();
    }

    private static void create(String name, String spec) {
        api.client()
                .resource(api.client()
                        .getKubernetesSerialization()
                        .unmarshal("""
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {name: %1$s, namespace: %2$s}
                        spec: {%3$s, selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}},
                          spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: one}]}}}
                        """.formatted(name, api.namespace(), spec), StatefulSet.class))
                .create();
    }

    private static void patch(String name, String patch) {
        api.client()
                .apps()
                .statefulSets()
                .inNamespace(api.namespace())
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private static void image(String name, String image) {
        api.client()
                .apps()
                .statefulSets()
                .inNamespace(api.namespace())
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"" + image
                                + "\"}]}}}}");
    }

    private static StatefulSet awaitSet(String name, Predicate<StatefulSet> condition) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> api.client()
                                .apps()
                                .statefulSets()
                                .inNamespace(api.namespace())
                                .withName(name)
                                .get(),
                        set -> set.getStatus().getObservedGeneration() != null
                                && set.getMetadata()
                                        .getGeneration()
                                        .equals(set.getStatus().getObservedGeneration())
                                && condition.test(set));
    }

    private static int ready(StatefulSet set) {
        return orZero(set.getStatus().getReadyReplicas());
    }

    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }

    private static List<Pod> pods(String name) {
        return api.client().pods().inNamespace(api.namespace()).withLabel("app", name).list().getItems().stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
    }

    private static List<String> names(String name) {
        return pods(name).stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    private static List<String> images(String name) {
        return pods(name).stream()
                .map(pod -> pod.getSpec().getContainers().getFirst().getImage())
                .toList();
    }

    private static List<String> claims(String name) {
        return api
                .client()
                .persistentVolumeClaims()
                .inNamespace(api.namespace())
                .withLabel("app", name)
                .list()
                .getItems()
                .stream()
                .map(claim -> claim.getMetadata().getName())
                .toList();
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

    private static List<String> messages(String name) {
        return api
                .client()
                .v1()
                .events()
                .inNamespace(api.namespace())
                .withField("involvedObject.name", name)
                .list()
                .getItems()
                .stream()
                .map(event -> event.getMessage())
                .toList();
    }
}
