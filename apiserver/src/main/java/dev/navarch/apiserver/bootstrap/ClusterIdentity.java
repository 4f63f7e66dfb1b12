package dev.navarch.apiserver.bootstrap;

import java.util.List;
import java.util.Map;

/**
 * What the default objects say about this installation.
 *
 * @param advertiseAddress the address under which other members of the cluster reach this server
 * @param port its HTTPS port
 * @param serviceAddress the cluster IP of the {@code kubernetes} Service
 * @param serviceRanges the ranges of cluster IPs in CIDR notation, the default family first
 * @param hostName of the machine
 * @param authentication the data of the ConfigMap {@code extension-apiserver-authentication}: how clients of this server
 *     are authenticated, for other API servers to do likewise
 */
public record ClusterIdentity(
        String advertiseAddress,
        int port,
        String serviceAddress,
        List<String> serviceRanges,
        String hostName,
        Map<String, String> authentication) {

    public ClusterIdentity {
        serviceRanges = List.copyOf(serviceRanges);
        authentication = Map.copyOf(authentication);
        if (serviceRanges.isEmpty()) {
            throw new IllegalArgumentException("a range of cluster IPs is needed");
        }
    }
}
