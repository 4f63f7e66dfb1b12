package dev.navarch.proxy.service;

import java.util.Comparator;

/**
 * One address behind a service port.
 *
 * @param isReady takes new connections
 * @param isServing could take them, though it may be terminating
 * @param isLocal runs on this node
 */
public record Endpoint(
        String address, int port, boolean isReady, boolean isServing, boolean isTerminating, boolean isLocal)
        implements Comparable<Endpoint> {

    /** Over all components: sorted sets of endpoints tell by this order whether they differ. */
    private static final Comparator<Endpoint> ORDER = Comparator.comparing(Endpoint::address)
            .thenComparingInt(Endpoint::port)
            .thenComparing(Endpoint::isReady)
            .thenComparing(Endpoint::isServing)
            .thenComparing(Endpoint::isTerminating)
            .thenComparing(Endpoint::isLocal);

    @Override
    public int compareTo(Endpoint other) {
        return ORDER.compare(this, other);
    }
}
