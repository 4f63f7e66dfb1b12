package dev.navarch.proxy.nftables;

import dev.navarch.proxy.service.Endpoint;
import dev.navarch.proxy.service.ServicePort;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Renders one service port to its chains and map elements. */
final class ServiceRenderer {

    private final List<String> clusterCidrs;

    /** @param clusterCidrs where pods have their addresses; traffic to a cluster IP from elsewhere is masqueraded */
    ServiceRenderer(List<String> clusterCidrs) {
        this.clusterCidrs = List.copyOf(clusterCidrs);
    }

    Fragment render(ServicePort port) {
        return new Rendering(port).run();
    }

    /** One rendering under way. */
    private final class Rendering {

        private final ServicePort port;
        private final String ip;
        private final String id;
        private final Map<String, String> sets = new LinkedHashMap<>();
        private final Map<String, List<String>> chains = new LinkedHashMap<>();
        private final Map<String, Map<String, String>> elements = new TreeMap<>();

        private Rendering(ServicePort port) {
            this.port = port;
            this.ip = BaseRules.family(port.family());
            String name = port.name().namespace() + "/" + port.name().service() + "/" + port.protocol() + "/"
                    + port.name().port();
            this.id = hash(name) + "-" + name;
        }

        Fragment run() {
            List<Endpoint> cluster = port.clusterEndpoints();
            List<Endpoint> local = port.localEndpoints();
            List<Endpoint> internal = port.internalEndpoints();
            Set<Endpoint> all = new LinkedHashSet<>(cluster);
            all.addAll(local);
            all.forEach(this::endpoint);
            String clusterChain = balance("service-" + id, cluster);
            String localChain = port.isInternalLocal() || port.isExternalLocal() ? balance("local-" + id, local) : "";
            clusterIp(internal, port.isInternalLocal() ? localChain : clusterChain);
            if (port.isExternallyReachable()) {
                external(cluster, local, clusterChain, localChain);
            }
            return new Fragment(sets, chains, elements);
        }

        private void endpoint(Endpoint endpoint) {
            List<String> rules = new ArrayList<>();
            rules.add(ip + " saddr " + endpoint.address() + " jump " + BaseRules.MARK);
            if (port.affinitySeconds() > 0) {
                sets.put(
                        affinitySet(endpoint),
                        "type " + (ip.equals("ip") ? "ipv4_addr" : "ipv6_addr") + " ; flags dynamic,timeout ; timeout "
                                + port.affinitySeconds() + "s ;");
                rules.add("update @" + affinitySet(endpoint) + " { " + ip + " saddr }");
            }
            String target = ip.equals("ip")
                    ? endpoint.address() + ":" + endpoint.port()
                    : "[" + endpoint.address() + "]:" + endpoint.port();
            rules.add("meta l4proto " + port.protocol() + " dnat to " + target);
            chains.put(endpointChain(endpoint), rules);
        }

        private String balance(String chain, List<Endpoint> endpoints) {
            List<String> rules = new ArrayList<>();
            if (port.affinitySeconds() > 0) {
                for (Endpoint endpoint : endpoints) {
                    rules.add(ip + " saddr @" + affinitySet(endpoint) + " goto " + endpointChain(endpoint));
                }
            }
            if (endpoints.size() == 1) {
                rules.add("goto " + endpointChain(endpoints.getFirst()));
            } else if (!endpoints.isEmpty()) {
                StringBuilder verdicts = new StringBuilder();
                for (int i = 0; i < endpoints.size(); i++) {
                    verdicts.append(i == 0 ? "" : " , ")
                            .append(i)
                            .append(" : goto ")
                            .append(endpointChain(endpoints.get(i)));
                }
                rules.add("numgen random mod " + endpoints.size() + " vmap { " + verdicts + " }");
            }
            chains.put(chain, rules);
            return chain;
        }

        private void clusterIp(List<Endpoint> endpoints, String chain) {
            String key = port.clusterIp() + " . " + port.protocol() + " . " + port.port();
            if (endpoints.isEmpty()) {
                element(
                        BaseRules.NO_ENDPOINTS,
                        key,
                        port.isInternalLocal() && !port.clusterEndpoints().isEmpty()
                                ? "drop"
                                : "goto " + BaseRules.REJECT);
                return;
            }
            List<String> rules = new ArrayList<>();
            List<String> pods = clusterCidrs.stream()
                    .filter(cidr -> cidr.contains(":") == ip.equals("ip6"))
                    .toList();
            if (!pods.isEmpty()) {
                rules.add(ip + " saddr != { " + String.join(" , ", pods) + " } jump " + BaseRules.MARK);
            }
            rules.add("goto " + chain);
            chains.put("cluster-ip-" + id, rules);
            element(BaseRules.SERVICES, key, "goto cluster-ip-" + id);
        }

        private void external(List<Endpoint> cluster, List<Endpoint> local, String clusterChain, String localChain) {
            String chain = "external-" + id;
            if (cluster.isEmpty() && local.isEmpty()) {
                externalKeys().forEach(key -> element(BaseRules.NO_ENDPOINTS, key, "goto " + BaseRules.REJECT));
                nodePort(BaseRules.NO_ENDPOINT_NODE_PORTS, "goto " + BaseRules.REJECT);
                return;
            }
            List<String> rules = new ArrayList<>();
            if (port.isExternalLocal()) {
                for (String cidr : clusterCidrs) {
                    if (cidr.contains(":") == ip.equals("ip6")) {
                        rules.add(ip + " saddr " + cidr + " goto " + clusterChain);
                    }
                }
                rules.add("fib saddr type local jump " + BaseRules.MARK);
                rules.add("fib saddr type local goto " + clusterChain);
                if (!local.isEmpty()) {
                    rules.add("goto " + localChain);
                } else {
                    externalKeys().forEach(key -> element(BaseRules.NO_ENDPOINTS, key, "drop"));
                    nodePort(BaseRules.NO_ENDPOINT_NODE_PORTS, "drop");
                }
            } else {
                rules.add("jump " + BaseRules.MARK);
                rules.add("goto " + clusterChain);
            }
            chains.put(chain, rules);
            firewall();
            externalKeys().forEach(key -> element(BaseRules.SERVICES, key, "goto " + chain));
            nodePort(BaseRules.NODE_PORTS, "goto " + chain);
        }

        private void firewall() {
            if (port.loadBalancerSourceRanges().isEmpty()
                    || port.loadBalancerIps().isEmpty()) {
                return;
            }
            String chain = "firewall-" + id;
            List<String> allowed = new ArrayList<>(port.loadBalancerSourceRanges());
            allowed.addAll(port.loadBalancerIps());
            chains.put(chain, List.of(ip + " saddr != { " + String.join(" , ", allowed) + " } drop"));
            for (String address : port.loadBalancerIps()) {
                element(BaseRules.FIREWALL, address + " . " + port.protocol() + " . " + port.port(), "goto " + chain);
            }
        }

        private List<String> externalKeys() {
            List<String> addresses = new ArrayList<>(port.externalIps());
            addresses.addAll(port.loadBalancerIps());
            return addresses.stream()
                    .map(a -> a + " . " + port.protocol() + " . " + port.port())
                    .toList();
        }

        private void nodePort(String map, String verdict) {
            if (port.nodePort() != 0) {
                element(map, port.protocol() + " . " + port.nodePort(), verdict);
            }
        }

        private void element(String map, String key, String verdict) {
            elements.computeIfAbsent(map, m -> new TreeMap<>()).put(key, verdict);
        }

        private String endpointChain(Endpoint endpoint) {
            return "endpoint-" + id + "__" + place(endpoint);
        }

        private String affinitySet(Endpoint endpoint) {
            return "affinity-" + id + "__" + place(endpoint);
        }
    }

    private static String place(Endpoint endpoint) {
        return endpoint.address().replace(':', '.') + "/" + endpoint.port();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
