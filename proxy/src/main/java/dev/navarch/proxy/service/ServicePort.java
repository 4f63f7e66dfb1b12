package dev.navarch.proxy.service;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What one port of a service leads to, for one family of addresses.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param clusterIp the address inside the cluster
 * @param port its port
 * @param nodePort the port on every node; 0 for none
 * @param externalIps addresses that others route to the nodes
 * @param loadBalancerIps addresses of load balancers that preserve the destination
 * @param loadBalancerSourceRanges who may use the latter; empty for everybody
 * @param affinitySeconds how long a client stays with an endpoint; 0 for no affinity
 * @param isInternalLocal traffic from inside goes to this node's endpoints only
 * @param isExternalLocal traffic from outside goes to this node's endpoints only, with its source address
 * @param healthCheckNodePort where load balancers ask for local endpoints; 0 for none
 * @param endpoints all of them, whatever their state
 */
public record ServicePort(
        ServicePortName name,
        IpFamily family,
        String protocol,
        String clusterIp,
        int port,
        int nodePort,
        List<String> externalIps,
        List<String> loadBalancerIps,
        List<String> loadBalancerSourceRanges,
        int affinitySeconds,
        boolean isInternalLocal,
        boolean isExternalLocal,
        int healthCheckNodePort,
        SortedSet<Endpoint> endpoints) {

    public ServicePort {
        protocol = protocol.toLowerCase(Locale.ROOT);
        externalIps = List.copyOf(externalIps);
        loadBalancerIps = List.copyOf(loadBalancerIps);
        loadBalancerSourceRanges = List.copyOf(loadBalancerSourceRanges);
        endpoints = Collections.unmodifiableSortedSet(new TreeSet<>(endpoints));
    }

    /** Where traffic goes that any node may answer: ready endpoints, else those that still serve while terminating. */
    public List<Endpoint> clusterEndpoints() {
        return usable(endpoint -> true);
    }

    /** The same among the endpoints of this node. */
    public List<Endpoint> localEndpoints() {
        return usable(Endpoint::isLocal);
    }

    /** Where traffic to the cluster IP goes. */
    public List<Endpoint> internalEndpoints() {
        return isInternalLocal ? localEndpoints() : clusterEndpoints();
    }

    /** Whether anything outside the cluster can reach it. */
    public boolean isExternallyReachable() {
        return nodePort != 0 || !externalIps.isEmpty() || !loadBalancerIps.isEmpty();
    }

    private List<Endpoint> usable(Predicate<Endpoint> wanted) {
        List<Endpoint> ready =
                endpoints.stream().filter(wanted).filter(Endpoint::isReady).toList();
        return !ready.isEmpty()
                ? ready
                : endpoints.stream()
                        .filter(wanted)
                        .filter(e -> e.isServing() && e.isTerminating())
                        .toList();
    }
}
