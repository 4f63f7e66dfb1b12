package dev.navarch.proxy.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.proxy.service.Endpoint;
import dev.navarch.proxy.service.IpFamily;
import dev.navarch.proxy.service.ServiceMap;
import dev.navarch.proxy.service.ServicePort;
import dev.navarch.proxy.service.ServicePortName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real packets through real rules: three network namespaces stand for pods behind one bridge, as pods on a node are.
 * Needs root and nftables.
 */
class PacketPathIT {

    private static final String TABLE = "navarch-packet-test";
    private static final String BRIDGE = "nvtest0";
    private static final String CLUSTER_IP = "10.96.77.7";

    private final List<Process> servers = new ArrayList<>();
    private NftablesProxy proxy;

    @BeforeEach
    void network() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: network namespaces need root");
        Assumptions.assumeTrue(canSetRules(), "SKIPPED: packet rules cannot be set here (nft needs NET_ADMIN)");
        tearDown();
        sh("ip link add " + BRIDGE + " type bridge && ip link set " + BRIDGE + " && ip addr add 10.251.0.1/24 dev "
                + BRIDGE + " && ip link set " + BRIDGE + " up");
        for (int i = 1; i <= 3; i++) {
            sh("ip netns add nvt" + i + " && ip link add nvtv" + i + " type veth peer name eth0 netns nvt" + i
                    + " && ip link set nvtv" + i + " master " + BRIDGE + " up && bridge link set dev nvtv" + i
                    + " hairpin on && ip -n nvt" + i
                    + " addr add 10.251.0.1" + i + "/24 dev eth0 && ip -n nvt" + i + " link set eth0 up && ip -n nvt"
                    + i
                    + " link set lo up && ip -n nvt" + i + " route add default via 10.251.0.1");
            serve("nvt" + i);
        }
        sh("iptables -I FORWARD -i " + BRIDGE + " -j ACCEPT; iptables -I FORWARD -o " + BRIDGE + " -j ACCEPT");
        proxy = NftablesProxy.open(TABLE, List.of("10.251.0.0/24"))
                .orElseThrow(() -> new IllegalStateException("nftables and root are needed"));
    }

    private static boolean canSetRules() {
        try {
            Process nft = new ProcessBuilder("nft", "list", "tables")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return nft.waitFor(10, TimeUnit.SECONDS) && nft.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @AfterEach
    void tearDown() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return;
        }
        servers.forEach(Process::destroyForcibly);
        sh("iptables -D FORWARD -i " + BRIDGE + " -j ACCEPT; iptables -D FORWARD -o " + BRIDGE + " -j ACCEPT; "
                + "for i in 1 2 3; do ip netns del nvt$i; ip link del nvtv$i; done; ip link del " + BRIDGE + "; true");
        NftablesProxy.remove(TABLE);
    }

    private void serve(String namespace) throws IOException {
        servers.add(new ProcessBuilder(
                        "ip", "netns", "exec", namespace, "busybox", "nc", "-ll", "-p", "8080", "-e", "echo", namespace)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static String sh(String script) throws IOException {
        Process process =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
    }

    private static ServiceMap map(int nodePort, int affinity, String... addresses) {
        TreeSet<Endpoint> endpoints = new TreeSet<>();
        for (String address : addresses) {
            endpoints.add(new Endpoint(address, 8080, true, true, false, true));
        }
        ServicePort port = new ServicePort(
                new ServicePortName("ns", "web", "http"),
                IpFamily.IPV4,
                "TCP",
                CLUSTER_IP,
                80,
                nodePort,
                List.of(),
                List.of(),
                List.of(),
                affinity,
                false,
                false,
                0,
                endpoints);
        TreeMap<ServiceMap.Key, ServicePort> ports = new TreeMap<>();
        ports.put(new ServiceMap.Key(port.name(), IpFamily.IPV4), port);
        return new ServiceMap(ports);
    }

    private static String fromPod(int pod, String address, int port) throws IOException {
        return sh("ip netns exec nvt" + pod + " busybox nc -w 2 " + address + " " + port + " </dev/null");
    }

    private static String fromHost(String address, int port) throws IOException {
        return sh("busybox nc -w 2 " + address + " " + port + " </dev/null");
    }

    @Test
    void pods_and_host_reach_every_endpoint_by_the_cluster_ip() throws IOException {
        proxy.apply(map(0, 0, "10.251.0.11", "10.251.0.12"));
        Awaitility.await().until(() -> {
            Set<String> answers = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                answers.add(fromPod(3, CLUSTER_IP, 80));
            }
            return answers.equals(Set.of("nvt1", "nvt2"));
        });
        assertTrue(Set.of("nvt1", "nvt2").contains(fromHost(CLUSTER_IP, 80)));
    }

    @Test
    void a_pod_reaches_itself_through_its_service() throws IOException {
        proxy.apply(map(0, 0, "10.251.0.11"));
        assertEquals("nvt1", fromPod(1, CLUSTER_IP, 80));
    }

    @Test
    void a_node_port_is_reached_from_pods_and_on_loopback() throws IOException {
        proxy.apply(map(30777, 0, "10.251.0.11"));
        assertEquals("nvt1", fromPod(3, "10.251.0.1", 30777));
        assertEquals("nvt1", fromHost("127.0.0.1", 30777));
    }

    @Test
    void a_client_with_affinity_stays_with_one_endpoint() throws IOException {
        proxy.apply(map(0, 60, "10.251.0.11", "10.251.0.12"));
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            answers.add(fromPod(3, CLUSTER_IP, 80));
        }
        assertEquals(1, answers.size(), answers.toString());
    }

    @Test
    void without_endpoints_a_connection_is_refused_at_once() throws IOException {
        proxy.apply(map(30777, 0, "10.251.0.11"));
        proxy.apply(map(30777, 0));
        long started = System.nanoTime();
        String answer = fromPod(3, CLUSTER_IP, 80);
        assertTrue(answer.contains("refused"), answer);
        assertTrue(fromHost("127.0.0.1", 30777).contains("refused"));
        assertTrue(System.nanoTime() - started < 1_500_000_000L, "refused only after a while");
    }

    @Test
    void a_port_that_the_service_lacks_is_refused_at_once() throws IOException {
        proxy.apply(map(0, 0, "10.251.0.11"));
        assertTrue(fromPod(3, CLUSTER_IP, 81).contains("refused"));
        assertTrue(fromHost(CLUSTER_IP, 81).contains("refused"));
        assertEquals("nvt1", fromPod(3, CLUSTER_IP, 80));
    }

    @Test
    void a_change_replaces_endpoints_without_touching_the_rest() throws IOException {
        proxy.apply(map(0, 0, "10.251.0.11"));
        proxy.apply(map(0, 0, "10.251.0.12"));
        assertEquals("nvt2", fromPod(3, CLUSTER_IP, 80));
        proxy.apply(ServiceMap.empty());
        assertEquals("", sh("nft list table ip " + TABLE + " | grep -E 'endpoint-[0-9a-f]{8}'"));
    }
}
