package dev.navarch.proxy.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.proxy.service.Endpoint;
import dev.navarch.proxy.service.IpFamily;
import dev.navarch.proxy.service.ServicePort;
import dev.navarch.proxy.service.ServicePortName;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TransactionTest {

    private static final ServiceRenderer RENDERER = new ServiceRenderer(List.of("10.244.0.0/16"));

    private static ServicePort port(String name, int nodePort, int affinity, String... endpoints) {
        TreeSet<Endpoint> all = new TreeSet<>();
        for (String address : endpoints) {
            all.add(new Endpoint(address, 8080, true, true, false, true));
        }
        return new ServicePort(
                new ServicePortName("ns", name, "http"),
                IpFamily.IPV4,
                "TCP",
                "10.96.0.10",
                80,
                nodePort,
                List.of(),
                List.of(),
                List.of(),
                affinity,
                false,
                false,
                0,
                all);
    }

    private static String change(ServicePort before, ServicePort after) {
        return Transaction.change(
                IpFamily.IPV4, "t", List.of(RENDERER.render(before)), List.of(RENDERER.render(after)));
    }

    @Test
    void an_unchanged_service_costs_nothing() {
        assertEquals("", change(port("a", 0, 0, "10.244.0.1"), port("a", 0, 0, "10.244.0.1")));
    }

    @Test
    void a_new_endpoint_touches_only_its_chain_and_the_balancing_one() {
        String commands = change(port("a", 0, 0, "10.244.0.1"), port("a", 0, 0, "10.244.0.1", "10.244.0.2"));
        assertTrue(commands.contains("dnat to 10.244.0.2:8080"), commands);
        assertTrue(commands.contains("numgen random mod 2"), commands);
        assertFalse(commands.contains("dnat to 10.244.0.1"), commands);
        assertFalse(commands.contains("element"), commands);
    }

    @Test
    void a_service_that_loses_its_endpoints_is_rejected() {
        String commands = change(port("a", 30080, 0, "10.244.0.1"), port("a", 30080, 0));
        assertTrue(
                commands.contains("add element ip t no-endpoint-services { 10.96.0.10 . tcp . 80 : goto refuse }"),
                commands);
        assertTrue(commands.contains("delete element ip t service-ips { 10.96.0.10 . tcp . 80 }"), commands);
        assertTrue(commands.contains("add element ip t no-endpoint-nodeports { tcp . 30080 : goto refuse }"), commands);
    }

    @Test
    void elements_leave_before_the_chains_they_lead_to() {
        List<String> lines = Transaction.change(
                        IpFamily.IPV4, "t", List.of(RENDERER.render(port("a", 0, 60, "10.244.0.1"))), List.of())
                .lines()
                .toList();
        int element = indexOf(lines, "delete element");
        int chain = indexOf(lines, "delete chain");
        int set = indexOf(lines, "delete set");
        assertTrue(element < chain && chain < set, lines.toString());
        assertTrue(indexOf(lines, "flush chain") < chain, lines.toString());
    }

    @Test
    void a_client_with_affinity_returns_to_its_endpoint() {
        Fragment fragment = RENDERER.render(port("a", 0, 60, "10.244.0.1", "10.244.0.2"));
        assertEquals(2, fragment.sets().size());
        List<String> balance = fragment.chains().entrySet().stream()
                .filter(e -> e.getKey().startsWith("service-"))
                .findFirst()
                .orElseThrow()
                .getValue();
        assertTrue(balance.getFirst().startsWith("ip saddr @affinity-"), balance.toString());
    }

    private static int indexOf(List<String> lines, String start) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i;
            }
        }
        throw new AssertionError("no line begins with " + start + ": " + lines);
    }
}
