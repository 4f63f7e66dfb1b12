package dev.navarch.proxy.dns;

import io.fabric8.kubernetes.client.Config;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How cluster DNS is started.
 *
 * @param client how to reach the API server
 * @param listen addresses to answer at, by UDP and TCP; port 0 takes a free one
 * @param clusterDomain without a dot at its end
 * @param resolvConf names the resolvers that are asked for all other names
 * @param service how pods find this server; empty to leave that to somebody else
 */
public record ClusterDnsOptions(
        Config client,
        List<InetSocketAddress> listen,
        String clusterDomain,
        Path resolvConf,
        Optional<DnsService> service) {

    public static final String DEFAULT_DOMAIN = "cluster.local";
    public static final Path DEFAULT_RESOLV_CONF = Path.of("/etc/resolv.conf");

    /**
     * The Service {@code kube-system/kube-dns}, made and kept by this server.
     *
     * @param clusterIp the address in every pod's resolv.conf
     * @param endpoint this server's address as nodes and pods reach it; not a loopback address
     * @param nodeName the node that this server is on
     */
    public record DnsService(String clusterIp, InetAddress endpoint, String nodeName) {

        public DnsService {
            if (endpoint.isLoopbackAddress() || endpoint.isAnyLocalAddress()) {
                throw new IllegalArgumentException("pods cannot reach the DNS server at " + endpoint.getHostAddress());
            }
        }
    }

    public ClusterDnsOptions {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("an address to listen at is needed");
        }
        if (clusterDomain.isEmpty() || clusterDomain.startsWith(".") || clusterDomain.endsWith(".")) {
            throw new IllegalArgumentException("not a domain: \"" + clusterDomain + "\"");
        }
    }

    /** Defaults with one address and without a Service. */
    public static ClusterDnsOptions of(Config client, InetSocketAddress listen) {
        return new ClusterDnsOptions(client, List.of(listen), DEFAULT_DOMAIN, DEFAULT_RESOLV_CONF, Optional.empty());
    }

    public ClusterDnsOptions withClusterDomain(String domain) {
        return new ClusterDnsOptions(client, listen, domain, resolvConf, service);
    }

    public ClusterDnsOptions withResolvConf(Path file) {
        return new ClusterDnsOptions(client, listen, clusterDomain, file, service);
    }

    public ClusterDnsOptions withService(DnsService kubeDns) {
        return new ClusterDnsOptions(client, listen, clusterDomain, resolvConf, Optional.of(kubeDns));
    }
}
