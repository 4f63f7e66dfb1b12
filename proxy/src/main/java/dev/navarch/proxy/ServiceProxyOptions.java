package dev.navarch.proxy;

import io.fabric8.kubernetes.client.Config;
import java.util.List;

/**
 * How a node's proxy runs.
 *
 * @param client how to reach the API server; the service account or user needs what {@code system:node-proxier} allows
 * @param nodeName the node that this proxy is on
 * @param mode which means are used
 * @param clusterCidrs where pods have their addresses
 * @param table the name of the nftables table; two proxies on one machine need two names
 * @param healthzPort where {@code /healthz} is served on 127.0.0.1; 0 for nowhere
 */
public record ServiceProxyOptions(
        Config client, String nodeName, Mode mode, List<String> clusterCidrs, String table, int healthzPort) {

    /** The means of a proxy. */
    public enum Mode {
        /** nftables where they can be used, else userspace. */
        AUTO,
        NFTABLES,
        USERSPACE
    }

    public ServiceProxyOptions {
        clusterCidrs = List.copyOf(clusterCidrs);
        if (nodeName.isEmpty()) {
            throw new IllegalArgumentException("the node's name is needed");
        }
        if (!table.matches("[a-zA-Z][a-zA-Z0-9_-]{0,60}")) {
            throw new IllegalArgumentException("not a name for a table: " + table);
        }
        if (healthzPort < 0 || healthzPort > 65535) {
            throw new IllegalArgumentException("not a port: " + healthzPort);
        }
    }
}
