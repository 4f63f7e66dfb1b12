package dev.navarch.proxy.dns;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running DNS server of the cluster. Until it has heard from the API server it answers names of the cluster with
 * SERVFAIL, and other names as always; when the API server goes away it goes on with what it knows.
 */
public final class ClusterDns implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClusterDns.class);

    private static final String USER_AGENT = "navarch-dns";

    private final KubernetesClient client;
    private final ServiceIndex index = new ServiceIndex();
    private final List<DnsListener> listeners = new ArrayList<>();
    private final ServiceWatch watch;
    private final @Nullable KubeDnsService service;

    private ClusterDns(ClusterDnsOptions options) throws IOException {
        Config config =
                new ConfigBuilder(options.client()).withUserAgent(USER_AGENT).build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        Optional<InetAddress> ownAddress = options.service().flatMap(dns -> Addresses.parse(dns.clusterIp()));
        ClusterZone zone = new ClusterZone(
                options.clusterDomain(), index, ownAddress, Instant.now().getEpochSecond());
        Forwarder forwarder = new Forwarder(new ResolvConf(options.resolvConf(), ourselves(options, ownAddress)));
        QueryHandler handler = new QueryHandler(zone, forwarder);
        try {
            for (InetSocketAddress address : options.listen()) {
                listeners.add(DnsListener.open(address, handler));
            }
        } catch (IOException e) {
            listeners.forEach(DnsListener::close);
            client.close();
            throw e;
        }
        service = options.service()
                .map(dns -> new KubeDnsService(
                        client, dns, listeners.getFirst().address().getPort()))
                .orElse(null);
        watch = new ServiceWatch(client, index, this::serviceRemoved);
    }

    private static List<InetSocketAddress> ourselves(ClusterDnsOptions options, Optional<InetAddress> clusterIp) {
        List<InetSocketAddress> addresses = new ArrayList<>(options.listen());
        clusterIp.ifPresent(address -> addresses.add(new InetSocketAddress(address, 53)));
        return addresses;
    }

    private void serviceRemoved(String key) {
        if (service != null && key.equals(KubeDnsService.NAMESPACE + "/" + KubeDnsService.NAME)) {
            service.renew();
        }
    }

    /**
     * Starts the server; it answers from then on.
     *
     * @throws UncheckedIOException when an address to listen at cannot be used
     */
    public static ClusterDns start(ClusterDnsOptions options) {
        try {
            ClusterDns dns = new ClusterDns(options);
            dns.watch.start();
            if (dns.service != null) {
                dns.service.start();
            }
            log.atInfo().addKeyValue("addresses", dns.addresses()).log("Cluster DNS answers");
            return dns;
        } catch (IOException e) {
            throw new UncheckedIOException("DNS cannot listen at " + options.listen() + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens, with the ports that were taken. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(DnsListener::address).toList();
    }

    /** Whether names of the cluster are answered. */
    public boolean isReady() {
        return index.isSynced();
    }

    @Override
    public void close() {
        listeners.forEach(DnsListener::close);
        if (service != null) {
            service.close();
        }
        watch.close();
        client.close();
    }
}
