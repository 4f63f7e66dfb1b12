package dev.navarch.proxy.service;

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

    @Override
    public int compareTo(Endpoint other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }
}
