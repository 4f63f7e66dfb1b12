package dev.navarch.proxy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The examples of the DNS specification, and what it leaves to be concluded. */
class ClusterZoneTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final ServiceIndex index = new ServiceIndex();
    private final ClusterZone zone = new ClusterZone("cluster.local", index, Addresses.parse("10.96.0.10"), 1);

    private void service(String service, String... slices) {
        List<EndpointSlice> list = new ArrayList<>();
        for (String slice : slices) {
            list.add(YAML.unmarshal(
                    "--- {kind: EndpointSlice, apiVersion: discovery.k8s.io/v1, metadata: {name: s}, addressType: IPv4, "
                            + slice + "}",
                    EndpointSlice.class));
        }
        index.put(ServiceRecords.of(
                YAML.unmarshal("--- {kind: Service, apiVersion: v1, metadata: " + service + "}", Service.class), list));
    }

    @BeforeEach
    void cluster() {
        index.putNamespace("default");
        index.putNamespace("empty");
        service("{name: web, namespace: default}, spec: {clusterIP: 10.3.0.100, clusterIPs: [10.3.0.100, 'fd00::100'],"
                + " ports: [{name: https, port: 443}, {name: metrics, port: 9090, protocol: UDP}]}");
        service(
                "{name: db, namespace: default}, spec: {clusterIP: None, ports: [{name: sql, port: 5432}]}",
                "ports: [{name: sql, port: 5432, protocol: TCP}], endpoints: ["
                        + "{addresses: [10.244.0.1], hostname: db-0, conditions: {ready: true}},"
                        + "{addresses: [10.244.0.2], conditions: {ready: true}},"
                        + "{addresses: [10.244.0.3], conditions: {ready: false}}]");
        service(
                "{name: eager, namespace: default}, spec: {clusterIP: None, publishNotReadyAddresses: true}",
                "endpoints: [{addresses: [10.244.0.9], conditions: {ready: false}}]");
        service("{name: nobody, namespace: default}, spec: {clusterIP: None}");
        service("{name: far, namespace: default}, spec: {type: ExternalName, externalName: www.example.com}");
        index.setSynced();
    }

    private Answer resolve(String name, int type) {
        return zone.resolve(ClusterZone.name(name), type);
    }

    private List<String> records(String name, int type) {
        Answer.Exists exists = (Answer.Exists) resolve(name, type);
        List<String> texts = new ArrayList<>(
                exists.records().stream().map(Record::rdataToString).toList());
        Collections.sort(texts);
        return texts;
    }

    private void assertNoData(String name, int type) {
        assertEquals(List.of(), records(name, type), name);
    }

    private void assertNoSuchName(String name) {
        assertEquals(new Answer.NoSuchName(), resolve(name, Type.A), name);
    }

    @Test
    void service_has_its_cluster_ips() {
        assertEquals(List.of("10.3.0.100"), records("web.default.svc.cluster.local.", Type.A));
        assertEquals(List.of("fd00:0:0:0:0:0:0:100"), records("web.default.svc.cluster.local.", Type.AAAA));
        assertEquals(List.of("10.3.0.100"), records("WEB.Default.SVC.cluster.LOCAL.", Type.A));
        assertNoData("web.default.svc.cluster.local.", Type.TXT);
    }

    @Test
    void named_ports_have_srv_records() {
        assertEquals(
                List.of("0 50 443 web.default.svc.cluster.local."),
                records("_https._tcp.web.default.svc.cluster.local.", Type.SRV));
        assertEquals(
                List.of("0 50 9090 web.default.svc.cluster.local."),
                records("_metrics._udp.web.default.svc.cluster.local.", Type.SRV));
        assertNoSuchName("_metrics._tcp.web.default.svc.cluster.local.");
        assertNoData("_tcp.web.default.svc.cluster.local.", Type.SRV);
        assertNoSuchName("_sctp.web.default.svc.cluster.local.");
    }

    @Test
    void headless_service_has_its_ready_endpoints() {
        assertEquals(List.of("10.244.0.1", "10.244.0.2"), records("db.default.svc.cluster.local.", Type.A));
        assertEquals(List.of("10.244.0.9"), records("eager.default.svc.cluster.local.", Type.A));
        assertNoData("nobody.default.svc.cluster.local.", Type.A);
    }

    @Test
    void endpoints_of_a_headless_service_have_names() {
        assertEquals(List.of("10.244.0.1"), records("db-0.db.default.svc.cluster.local.", Type.A));
        assertEquals(List.of("10.244.0.2"), records("10-244-0-2.db.default.svc.cluster.local.", Type.A));
        assertNoSuchName("db-1.db.default.svc.cluster.local.");
    }

    @Test
    void ports_of_a_headless_service_lead_to_its_endpoints() {
        assertEquals(
                List.of(
                        "0 50 5432 10-244-0-2.db.default.svc.cluster.local.",
                        "0 50 5432 db-0.db.default.svc.cluster.local."),
                records("_sql._tcp.db.default.svc.cluster.local.", Type.SRV));
        Answer.Exists exists = (Answer.Exists) resolve("_sql._tcp.db.default.svc.cluster.local.", Type.SRV);
        assertEquals(2, exists.additional().size());
    }

    @Test
    void addresses_lead_back_to_names() {
        assertEquals(List.of("web.default.svc.cluster.local."), records("100.0.3.10.in-addr.arpa.", Type.PTR));
        assertEquals(List.of("db-0.db.default.svc.cluster.local."), records("1.0.244.10.in-addr.arpa.", Type.PTR));
        String zeros = "0.".repeat(25);
        assertEquals(
                List.of("web.default.svc.cluster.local."), records("0.0.1." + zeros + "0.0.d.f.ip6.arpa.", Type.PTR));
        assertEquals(new Answer.NotOurs(), resolve("9.9.9.9.in-addr.arpa.", Type.PTR));
    }

    @Test
    void external_name_is_an_alias() {
        assertEquals(
                new Answer.Alias(ClusterZone.name("www.example.com.")),
                resolve("far.default.svc.cluster.local.", Type.A));
        assertNoSuchName("x.far.default.svc.cluster.local.");
    }

    @Test
    void pods_have_names_made_of_their_addresses() {
        assertEquals(List.of("10.244.0.7"), records("10-244-0-7.default.pod.cluster.local.", Type.A));
        assertEquals(List.of("fd00:0:0:0:0:0:0:7"), records("fd00--7.default.pod.cluster.local.", Type.AAAA));
        assertNoSuchName("10-244-0-7.nowhere.pod.cluster.local.");
        assertNoSuchName("ten.default.pod.cluster.local.");
        assertNoSuchName("10-244-0-999.default.pod.cluster.local.");
    }

    @Test
    void steps_on_the_way_exist_without_data() {
        assertNoData("cluster.local.", Type.A);
        assertNoData("svc.cluster.local.", Type.A);
        assertNoData("pod.cluster.local.", Type.A);
        assertNoData("empty.svc.cluster.local.", Type.A);
        assertNoData("empty.pod.cluster.local.", Type.A);
        assertNoSuchName("nowhere.svc.cluster.local.");
        assertNoSuchName("web.empty.svc.cluster.local.");
        assertNoSuchName("a.b.c.web.default.svc.cluster.local.");
        assertNoSuchName("google.com.default.svc.cluster.local.");
        assertNoSuchName("example.cluster.local.");
    }

    @Test
    void zone_says_its_version_and_its_server() {
        assertEquals(List.of("\"1.1.0\""), records("dns-version.cluster.local.", Type.TXT));
        assertEquals(List.of("ns.dns.cluster.local."), records("cluster.local.", Type.NS));
        assertEquals(List.of("10.96.0.10"), records("ns.dns.cluster.local.", Type.A));
    }

    @Test
    void other_names_are_not_ours() {
        assertEquals(new Answer.NotOurs(), resolve("example.com.", Type.A));
        assertEquals(new Answer.NotOurs(), resolve("notcluster.local.", Type.A));
    }

    @Test
    void changed_and_removed_services_leave_nothing_behind() {
        service("{name: web, namespace: default}, spec: {clusterIP: 10.3.0.101}");
        assertEquals(new Answer.NotOurs(), resolve("100.0.3.10.in-addr.arpa.", Type.PTR));
        assertEquals(List.of("web.default.svc.cluster.local."), records("101.0.3.10.in-addr.arpa.", Type.PTR));
        index.remove("default", "web");
        assertNoSuchName("web.default.svc.cluster.local.");
        assertEquals(new Answer.NotOurs(), resolve("101.0.3.10.in-addr.arpa.", Type.PTR));
    }

    @Test
    void before_everything_was_read_nothing_is_denied() {
        ClusterZone early = new ClusterZone("cluster.local", new ServiceIndex(), Optional.empty(), 1);
        assertEquals(new Answer.NotReady(), early.resolve(ClusterZone.name("web.default.svc.cluster.local."), Type.A));
    }
}
