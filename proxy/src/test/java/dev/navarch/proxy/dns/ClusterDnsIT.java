package dev.navarch.proxy.dns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Cluster DNS on the API server that the system property names. */
@EnabledIfSystemProperty(named = "navarch.test.kubeconfig", matches = ".+")
class ClusterDnsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final String namespace = "dns-" + UUID.randomUUID().toString().substring(0, 8);
    private KubernetesClient client;
    private ClusterDns dns;

    @BeforeEach
    void start() throws Exception {
        Config config = Config.fromKubeconfig(
                Path.of(System.getProperty("navarch.test.kubeconfig")).toFile());
        client = new KubernetesClientBuilder().withConfig(config).build();
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        dns = ClusterDns.start(ClusterDnsOptions.of(config, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withService(
                        new ClusterDnsOptions.DnsService("10.96.0.10", InetAddress.ofLiteral("192.0.2.53"), "node-1")));
        await().atMost(SOON).until(dns::isReady);
    }

    @AfterEach
    void stop() {
        dns.close();
        client.services()
                .inNamespace(KubeDnsService.NAMESPACE)
                .withName(KubeDnsService.NAME)
                .delete();
        client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(KubeDnsService.NAMESPACE)
                .withName("kube-dns-node-1")
                .delete();
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    private Message ask(String name, int type) throws Exception {
        SimpleResolver resolver = new SimpleResolver(dns.addresses().getFirst());
        return resolver.send(Message.newQuery(Record.newRecord(ClusterZone.name(name), type, DClass.IN)));
    }

    private List<String> data(String name, int type) throws Exception {
        return ask(name, type).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .sorted()
                .toList();
    }

    @Test
    void api_server_has_a_name_and_an_address_has_its() throws Exception {
        String address = client.services()
                .inNamespace("default")
                .withName("kubernetes")
                .get()
                .getSpec()
                .getClusterIP();
        assertEquals(List.of(address), data("kubernetes.default.svc.cluster.local.", Type.A));
        String[] parts = address.split("\\.");
        assertEquals(
                List.of("kubernetes.default.svc.cluster.local."),
                data(parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0] + ".in-addr.arpa.", Type.PTR));
    }

    @Test
    void services_come_change_and_go() throws Exception {
        String name = "web." + namespace + ".svc.cluster.local.";
        assertEquals(Rcode.NXDOMAIN, ask(name, Type.A).getRcode());
        client.services()
                .inNamespace(namespace)
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .endMetadata()
                        .withNewSpec()
                        .withClusterIP("None")
                        .addNewPort()
                        .withName("http")
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .resource(new EndpointSliceBuilder()
                        .withNewMetadata()
                        .withName("web-1")
                        .addToLabels("kubernetes.io/service-name", "web")
                        .endMetadata()
                        .withAddressType("IPv4")
                        .addNewEndpoint()
                        .withAddresses("10.244.0.5")
                        .withHostname("web-0")
                        .endEndpoint()
                        .addNewPort()
                        .withName("http")
                        .withPort(8080)
                        .endPort()
                        .build())
                .create();
        await().atMost(SOON).until(() -> data(name, Type.A).equals(List.of("10.244.0.5")));
        assertEquals(List.of("10.244.0.5"), data("web-0." + name, Type.A));
        assertEquals(List.of("0 100 8080 web-0." + name), data("_http._tcp." + name, Type.SRV));
        client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withName("web-1")
                .delete();
        await().atMost(SOON).until(() -> data(name, Type.A).isEmpty());
        client.services().inNamespace(namespace).withName("web").delete();
        await().atMost(SOON).until(() -> ask(name, Type.A).getRcode() == Rcode.NXDOMAIN);
    }

    @Test
    void kube_dns_service_is_made_and_made_again() {
        var service = client.services().inNamespace(KubeDnsService.NAMESPACE).withName(KubeDnsService.NAME);
        await().atMost(SOON).until(() -> service.get() != null);
        assertEquals("10.96.0.10", service.get().getSpec().getClusterIP());
        var slice = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(KubeDnsService.NAMESPACE)
                .withName("kube-dns-node-1");
        await().atMost(SOON).until(() -> slice.get() != null);
        assertEquals(
                List.of("192.0.2.53"), slice.get().getEndpoints().getFirst().getAddresses());
        service.delete();
        await().atMost(SOON).until(() -> service.get() != null);
    }
}
