package dev.navarch.proxy.nftables;

import dev.navarch.proxy.service.IpFamily;
import java.util.List;

/** The part of a table that does not depend on services: hooks, maps, and the chains that all services share. */
final class BaseRules {

    static final String SERVICES = "service-ips";
    static final String NODE_PORTS = "service-nodeports";
    static final String NO_ENDPOINTS = "no-endpoint-services";
    static final String NO_ENDPOINT_NODE_PORTS = "no-endpoint-nodeports";
    static final String FIREWALL = "firewall-ips";
    static final String CLUSTER_IPS = "cluster-ips";
    static final String MARK = "mark-for-masquerade";
    static final String REJECT = "refuse";
    private static final String MASQUERADE_BIT = "0x4000";

    private BaseRules() {}

    static String family(IpFamily family) {
        return family == IpFamily.IPV4 ? "ip" : "ip6";
    }

    /** The commands that make an empty table, in place of one that may be there. */
    static List<String> commands(IpFamily family, String table) {
        String t = family(family) + " " + table;
        String ip = family(family);
        String address = family == IpFamily.IPV4 ? "ipv4_addr" : "ipv6_addr";
        return List.of(
                "add table " + t,
                "delete table " + t,
                "add table " + t,
                "add map " + t + " " + SERVICES + " { type " + address + " . inet_proto . inet_service : verdict ; }",
                "add map " + t + " " + NODE_PORTS + " { type inet_proto . inet_service : verdict ; }",
                "add map " + t + " " + NO_ENDPOINTS + " { type " + address
                        + " . inet_proto . inet_service : verdict ; }",
                "add map " + t + " " + NO_ENDPOINT_NODE_PORTS + " { type inet_proto . inet_service : verdict ; }",
                "add map " + t + " " + FIREWALL + " { type " + address + " . inet_proto . inet_service : verdict ; }",
                "add map " + t + " " + CLUSTER_IPS + " { type " + address + " : verdict ; }",
                "add chain " + t + " " + MARK,
                "add rule " + t + " " + MARK + " meta mark set meta mark or " + MASQUERADE_BIT,
                "add chain " + t + " " + REJECT,
                "add rule " + t + " " + REJECT + " meta l4proto tcp reject with tcp reset",
                "add rule " + t + " " + REJECT + " reject",
                "add chain " + t + " services",
                "add rule " + t + " services " + ip + " daddr . meta l4proto . th dport vmap @" + SERVICES,
                "add rule " + t + " services fib daddr type local meta l4proto . th dport vmap @" + NODE_PORTS,
                "add chain " + t + " masquerading",
                "add rule " + t + " masquerading meta mark and " + MASQUERADE_BIT + " == 0 return",
                "add rule " + t + " masquerading meta mark set meta mark xor " + MASQUERADE_BIT,
                "add rule " + t + " masquerading masquerade fully-random",
                "add chain " + t + " no-endpoints",
                "add rule " + t + " no-endpoints " + ip + " daddr . meta l4proto . th dport vmap @" + NO_ENDPOINTS,
                "add rule " + t + " no-endpoints fib daddr type local meta l4proto . th dport vmap @"
                        + NO_ENDPOINT_NODE_PORTS,
                "add chain " + t + " firewall",
                "add rule " + t + " firewall " + ip + " daddr . meta l4proto . th dport vmap @" + FIREWALL,
                "add chain " + t + " unknown-ports",
                "add rule " + t + " unknown-ports " + ip + " daddr vmap @" + CLUSTER_IPS,
                hook(t, "filter-prerouting", "filter", "prerouting", -110, "ct state new jump firewall"),
                hook(t, "filter-input", "filter", "input", -110, "ct state new jump no-endpoints"),
                hook(t, "filter-forward", "filter", "forward", -110, "ct state new jump no-endpoints"),
                hook(t, "filter-output", "filter", "output", -110, "ct state new jump no-endpoints"),
                // What has kept the address of a service past the translation asks for a port that the service lacks.
                hook(t, "filter-forward-translated", "filter", "forward", 0, "ct state new jump unknown-ports"),
                hook(t, "filter-output-translated", "filter", "output", 0, "ct state new jump unknown-ports"),
                hook(t, "nat-prerouting", "nat", "prerouting", -100, "jump services"),
                hook(t, "nat-output", "nat", "output", -100, "jump services"),
                hook(t, "nat-postrouting", "nat", "postrouting", 100, "jump masquerading"));
    }

    private static String hook(String table, String chain, String type, String hook, int priority, String rule) {
        return "add chain " + table + " " + chain + " { type " + type + " hook " + hook + " priority " + priority
                + " ; }\nadd rule " + table + " " + chain + " " + rule;
    }
}
