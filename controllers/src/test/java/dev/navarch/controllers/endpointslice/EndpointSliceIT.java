package dev.navarch.controllers.endpointslice;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.SimulatedKubelet;
import dev.navarch.controllers.TestApi;
import dev.navarch.controllers.services.SliceStore;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EndpointSliceIT {

    private static final String NODE = "node-" + UUID.randomUUID().toString().substring(0, 8);
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.with(
                "serviceaccount-controller",
                "endpoints-controller",
                "endpointslice-controller",
                "endpointslice-mirroring-controller");
        api.client()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NODE)
                        .addToLabels("topology.kubernetes.io/zone", "z1")
                        .endMetadata()
                        .build())
                .create();
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
            api.client().nodes().withName(NODE).delete();
            api.close();
        }
    }

    @Test
    void endpoints_follow_the_pods_of_a_service() {
        service("web", Map.of("app", "web"));
        EndpointSlice placeholder =
                await().until(() -> slices("web"), s -> s.size() == 1).getFirst();
        assertTrue(endpoints("web").isEmpty());
        assertEquals(
                "endpointslice-controller.k8s.io",
                placeholder.getMetadata().getLabels().get("endpointslice.kubernetes.io/managed-by"));
        assertEquals(
                "web", placeholder.getMetadata().getOwnerReferences().getFirst().getName());
        assertNotNull(
                placeholder.getMetadata().getAnnotations().get("endpoints.kubernetes.io/last-change-trigger-time"));

        Pod pod = pod("web-1", Map.of("app", "web"));
        SimulatedKubelet.ready(api.client(), pod, "10.9.0.1");
        await().atMost(Duration.ofSeconds(10)).until(() -> endpoints("web").size() == 1);
        EndpointSlice slice = slices("web").getFirst();
        Endpoint endpoint = slice.getEndpoints().getFirst();
        assertEquals(placeholder.getMetadata().getName(), slice.getMetadata().getName());
        assertEquals(List.of("10.9.0.1"), endpoint.getAddresses());
        assertEquals(8080, slice.getPorts().getFirst().getPort());
        assertEquals("z1", endpoint.getZone());
        assertEquals(NODE, endpoint.getNodeName());
        assertTrue(endpoint.getConditions().getReady());
        Endpoints classic = await().until(
                        () -> api.client()
                                .endpoints()
                                .inNamespace(api.namespace())
                                .withName("web")
                                .get(),
                        e -> e != null && !e.getSubsets().isEmpty());
        assertEquals(
                "10.9.0.1",
                classic.getSubsets().getFirst().getAddresses().getFirst().getIp());
        assertEquals(
                "endpoint-controller", classic.getMetadata().getLabels().get("endpoints.kubernetes.io/managed-by"));

        api.client().resource(pod).delete();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> endpoints("web").stream()
                        .anyMatch(e -> e.getConditions().getTerminating()
                                && !e.getConditions().getReady()
                                && e.getConditions().getServing()));
        api.client().resource(pod).withGracePeriod(0).delete();
        await().atMost(Duration.ofSeconds(10)).until(() -> endpoints("web").isEmpty());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> api.client()
                        .endpoints()
                        .inNamespace(api.namespace())
                        .withName("web")
                        .get()
                        .getSubsets()
                        .isEmpty());
    }

    @Test
    void more_than_a_hundred_endpoints_take_several_slices() {
        service("many", Map.of("app", "many"));
        for (int i = 0; i < 120; i++) {
            SimulatedKubelet.ready(api.client(), pod("many-" + i, Map.of("app", "many")), "10.9.1." + i);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> endpoints("many").size() == 120);
        assertEquals(
                List.of(20, 100),
                slices("many").stream()
                        .map(s -> s.getEndpoints().size())
                        .sorted()
                        .toList());
    }

    @Test
    void hand_made_endpoints_are_mirrored() {
        service("outside", Map.of());
        api.client()
                .resource(new EndpointsBuilder()
                        .withNewMetadata()
                        .withName("outside")
                        .withNamespace(api.namespace())
                        .addToLabels("a", "b")
                        .endMetadata()
                        .addNewSubset()
                        .addNewAddress()
                        .withIp("192.0.2.7")
                        .endAddress()
                        .addNewPort()
                        .withName("http")
                        .withPort(99)
                        .endPort()
                        .endSubset()
                        .build())
                .create();
        EndpointSlice slice = await().atMost(Duration.ofSeconds(10))
                .until(() -> slices("outside"), s -> s.size() == 1)
                .getFirst();
        assertEquals(List.of("192.0.2.7"), slice.getEndpoints().getFirst().getAddresses());
        assertEquals("b", slice.getMetadata().getLabels().get("a"));
        assertEquals(
                "endpointslicemirroring-controller.k8s.io",
                slice.getMetadata().getLabels().get("endpointslice.kubernetes.io/managed-by"));
        api.client()
                .endpoints()
                .inNamespace(api.namespace())
                .withName("outside")
                .delete();
        await().atMost(Duration.ofSeconds(10)).until(() -> slices("outside").isEmpty());
    }

    private static Service service(String name, Map<String, String> selector) {
        return api.client()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(api.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(selector)
                        .addNewPort()
                        .withName("http")
                        .withPort(80)
                        .withNewTargetPort("web")
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    private static Pod pod(String name, Map<String, String> labels) {
        return api.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(api.namespace())
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(NODE)
                        .addNewContainer()
                        .withName("c")
                        .withImage("i")
                        .addNewPort()
                        .withName("web")
                        .withContainerPort(8080)
                        .endPort()
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private static List<EndpointSlice> slices(String service) {
        return api.client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(api.namespace())
                .withLabel("kubernetes.io/service-name", service)
                .list()
                .getItems();
    }

    private static List<Endpoint> endpoints(String service) {
        return slices(service).stream()
                .flatMap(s -> SliceStore.endpoints(s).stream())
                .toList();
    }
}
