package dev.navarch.proxy.nftables;

import dev.navarch.proxy.service.Endpoint;
import dev.navarch.proxy.service.ServiceMap;
import dev.navarch.proxy.service.ServicePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the kernel forget UDP flows that lead to an endpoint which is gone, or that were let through before there was
 * one: UDP has no connection whose end would tell.
 */
final class UdpFlows {

    private static final Logger log = LoggerFactory.getLogger(UdpFlows.class);

    private final Optional<Path> conntrack = NftCommand.find("conntrack");

    void forget(Map<ServiceMap.Key, ServicePort> before, Map<ServiceMap.Key, ServicePort> after) {
        if (conntrack.isEmpty()) {
            return;
        }
        for (List<String> filter : stale(before, after)) {
            List<String> command = new ArrayList<>(List.of(conntrack.get().toString(), "-D", "-p", "udp"));
            command.addAll(filter);
            try {
                NftCommand.run("", command);
            } catch (IOException e) {
                log.debug("no UDP flows to forget: {}", e.getMessage());
            }
        }
    }

    /** The flows to forget, each as filter options of conntrack. */
    static List<List<String>> stale(Map<ServiceMap.Key, ServicePort> before, Map<ServiceMap.Key, ServicePort> after) {
        List<List<String>> filters = new ArrayList<>();
        before.forEach((key, old) -> {
            if (!old.protocol().equals("udp")) {
                return;
            }
            ServicePort now = after.get(key);
            Set<Endpoint> gone = new HashSet<>(old.clusterEndpoints());
            if (now != null) {
                gone.removeAll(now.clusterEndpoints());
            }
            for (Endpoint endpoint : gone) {
                filters.add(List.of("--orig-dst", old.clusterIp(), "--dst-nat", endpoint.address()));
                if (old.nodePort() != 0) {
                    filters.add(List.of(
                            "--orig-port-dst", String.valueOf(old.nodePort()), "--dst-nat", endpoint.address()));
                }
            }
        });
        after.forEach((key, now) -> {
            ServicePort old = before.get(key);
            boolean first = old == null || old.clusterEndpoints().isEmpty();
            if (now.protocol().equals("udp") && first && !now.clusterEndpoints().isEmpty()) {
                filters.add(List.of("--orig-dst", now.clusterIp()));
                if (now.nodePort() != 0) {
                    filters.add(List.of("--orig-port-dst", String.valueOf(now.nodePort())));
                }
            }
        });
        return filters;
    }
}
