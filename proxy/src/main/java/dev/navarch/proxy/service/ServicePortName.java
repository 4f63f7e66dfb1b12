package dev.navarch.proxy.service;

/** Names one port of a service. */
public record ServicePortName(String namespace, String service, String port) implements Comparable<ServicePortName> {

    @Override
    public int compareTo(ServicePortName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        int byService = byNamespace != 0 ? byNamespace : service.compareTo(other.service);
        return byService != 0 ? byService : port.compareTo(other.port);
    }

    @Override
    public String toString() {
        return namespace + "/" + service + (port.isEmpty() ? "" : ":" + port);
    }
}
