package dev.navarch.apiserver.storage.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where etcd is and how to talk to it; the flags {@code --etcd-…} of upstream.
 *
 * @param endpoints {@code http} or {@code https}, of one cluster
 * @param prefix stands for {@code /registry} in all keys
 * @param tls for {@code https} endpoints whose authority the system does not trust, or that ask for a certificate
 * @param requestTimeout after which a request is given up
 * @param compactionInterval how long history is kept at least; zero for never compacting
 * @param leaseReuse most extra time that a key with a time to live gets, so that several share a lease
 * @param leaseMaxObjects most keys on one lease
 */
public record EtcdOptions(
        List<URI> endpoints,
        String prefix,
        Optional<Tls> tls,
        Duration requestTimeout,
        Duration compactionInterval,
        Duration leaseReuse,
        int leaseMaxObjects) {

    /**
     * Files in PEM.
     *
     * @param certificate with its key, or neither
     */
    public record Tls(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {
        public Tls {
            if (certificate.isPresent() != key.isPresent()) {
                throw new IllegalArgumentException(
                        "a client certificate for etcd needs its key, and a key its certificate");
            }
        }
    }

    public EtcdOptions {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no etcd endpoint");
        }
        for (URI endpoint : endpoints) {
            if (endpoint.getHost() == null || !List.of("http", "https").contains(endpoint.getScheme())) {
                throw new IllegalArgumentException("not an etcd endpoint such as http://127.0.0.1:2379: " + endpoint);
            }
        }
        if (!requestTimeout.isPositive() || leaseMaxObjects < 1) {
            throw new IllegalArgumentException("the request timeout and the objects of a lease must be positive");
        }
        prefix = "/" + prefix.replaceAll("^/+|/+$", "");
    }

    /** Upstream's defaults. */
    public static EtcdOptions of(URI... endpoints) {
        return new EtcdOptions(
                List.of(endpoints),
                "/registry",
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(60),
                1000);
    }

    EtcdOptions withEndpoint(URI endpoint) {
        return new EtcdOptions(
                List.of(endpoint), prefix, tls, requestTimeout, compactionInterval, leaseReuse, leaseMaxObjects);
    }

    public EtcdOptions withPrefix(String newPrefix) {
        return new EtcdOptions(
                endpoints, newPrefix, tls, requestTimeout, compactionInterval, leaseReuse, leaseMaxObjects);
    }

    public EtcdOptions withTls(Tls newTls) {
        return new EtcdOptions(
                endpoints,
                prefix,
                Optional.of(newTls),
                requestTimeout,
                compactionInterval,
                leaseReuse,
                leaseMaxObjects);
    }

    public EtcdOptions withRequestTimeout(Duration timeout) {
        return new EtcdOptions(endpoints, prefix, tls, timeout, compactionInterval, leaseReuse, leaseMaxObjects);
    }

    public EtcdOptions withCompactionInterval(Duration interval) {
        return new EtcdOptions(endpoints, prefix, tls, requestTimeout, interval, leaseReuse, leaseMaxObjects);
    }

    boolean secure() {
        return endpoints.stream().anyMatch(endpoint -> "https".equals(endpoint.getScheme()));
    }
}
