package dev.navarch.proxy.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceMapTest {

    private static Service service(String clusterIp, String type) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(clusterIp)
                .withType(type)
                .addNewPort()
                .withName("http")
                .withProtocol("TCP")
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
    }

    private static EndpointSlice slice(
            String address, Boolean ready, Boolean serving, Boolean terminating, String node) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("web-" + address)
                .addToLabels("kubernetes.io/service-name", "web")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("http")
                .withPort(8080)
                .endPort()
                .addNewEndpoint()
                .withAddresses(address)
                .withNodeName(node)
                .withNewConditions()
                .withReady(ready)
                .withServing(serving)
                .withTerminating(terminating)
                .endConditions()
                .endEndpoint()
                .build();
    }

    private static ServicePort only(ServiceMap map) {
        assertEquals(1, map.ports().size());
        return map.ports().values().iterator().next();
    }

    @Test
    void ready_endpoints_of_all_slices_are_used() {
        ServicePort port = only(ServiceMap.of(
                List.of(service("10.96.0.9", "ClusterIP")),
                List.of(slice("10.0.0.2", true, true, false, "a"), slice("10.0.0.1", null, null, null, "b")),
                "a"));
        assertEquals(
                List.of("10.0.0.1", "10.0.0.2"),
                port.clusterEndpoints().stream().map(Endpoint::address).toList());
        assertEquals(
                List.of("10.0.0.2"),
                port.localEndpoints().stream().map(Endpoint::address).toList());
    }

    @Test
    void terminating_endpoints_serve_only_where_none_is_ready() {
        EndpointSlice leaving = slice("10.0.0.3", false, true, true, "a");
        Service service = service("10.96.0.9", "ClusterIP");
        assertEquals(
                1,
                only(ServiceMap.of(List.of(service), List.of(leaving), "a"))
                        .clusterEndpoints()
                        .size());
        assertEquals(
                List.of("10.0.0.1"),
                only(ServiceMap.of(List.of(service), List.of(leaving, slice("10.0.0.1", true, true, false, "a")), "a"))
                        .clusterEndpoints()
                        .stream()
                        .map(Endpoint::address)
                        .toList());
    }

    @Test
    void an_endpoint_that_becomes_ready_is_a_change() {
        Service service = service("10.96.0.9", "ClusterIP");
        ServicePort before =
                only(ServiceMap.of(List.of(service), List.of(slice("10.0.0.1", false, false, false, "a")), "a"));
        ServicePort after =
                only(ServiceMap.of(List.of(service), List.of(slice("10.0.0.1", true, true, false, "a")), "a"));
        assertNotEquals(before, after);
    }

    @Test
    void headless_services_and_external_names_are_not_proxied() {
        assertTrue(ServiceMap.of(List.of(service("None", "ClusterIP")), List.of(), "a")
                .ports()
                .isEmpty());
        assertTrue(ServiceMap.of(List.of(service("", "ExternalName")), List.of(), "a")
                .ports()
                .isEmpty());
    }

    @Test
    void an_endpoint_in_two_slices_counts_once() {
        ServicePort port = only(ServiceMap.of(
                List.of(service("10.96.0.9", "ClusterIP")),
                List.of(slice("10.0.0.1", false, false, false, "a"), slice("10.0.0.1", true, true, false, "a")),
                "a"));
        assertEquals(1, port.endpoints().size());
        assertTrue(port.endpoints().first().isReady());
    }
}
