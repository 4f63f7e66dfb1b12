package dev.navarch.proxy.dns;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Services by name and by address. Readers never wait; writers take turns ({@code this} is their lock).
 */
final class ServiceIndex {

    private final Map<String, ServiceRecords> services = new ConcurrentHashMap<>();
    private final Map<InetAddress, Set<String>> namesByAddress = new ConcurrentHashMap<>();
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private volatile boolean synced;

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    Optional<ServiceRecords> service(String namespace, String name) {
        return Optional.ofNullable(services.get(key(namespace, name)));
    }

    boolean hasNamespace(String name) {
        return namespaces.contains(name);
    }

    /** Names below {@code svc.<cluster domain>} of an address, such as {@code kubernetes.default}; usually one. */
    Set<String> names(InetAddress address) {
        return namesByAddress.getOrDefault(address, Set.of());
    }

    /** Whether the first list of everything has arrived: before, nothing can be said not to exist. */
    boolean isSynced() {
        return synced;
    }

    void setSynced() {
        synced = true;
    }

    void putNamespace(String name) {
        namespaces.add(name);
    }

    void removeNamespace(String name) {
        namespaces.remove(name);
    }

    synchronized void put(ServiceRecords records) {
        ServiceRecords before = services.put(key(records.namespace(), records.name()), records);
        Map<InetAddress, Set<String>> old = before == null ? Map.of() : reverse(before);
        Map<InetAddress, Set<String>> now = reverse(records);
        old.forEach((address, names) -> names.forEach(name -> removeName(address, name)));
        now.forEach((address, names) -> names.forEach(name -> addName(address, name)));
    }

    synchronized void remove(String namespace, String name) {
        ServiceRecords before = services.remove(key(namespace, name));
        if (before != null) {
            reverse(before).forEach((address, names) -> names.forEach(n -> removeName(address, n)));
        }
    }

    private void addName(InetAddress address, String name) {
        namesByAddress.merge(address, Set.of(name), ServiceIndex::union);
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> both = new TreeSet<>(a);
        both.addAll(b);
        return both;
    }

    private void removeName(InetAddress address, String name) {
        namesByAddress.computeIfPresent(address, (a, names) -> {
            Set<String> rest = new TreeSet<>(names);
            rest.remove(name);
            return rest.isEmpty() ? null : rest;
        });
    }

    /** Cluster IPs name their service, endpoints of headless services their host in it. */
    private static Map<InetAddress, Set<String>> reverse(ServiceRecords records) {
        String service = records.name() + "." + records.namespace();
        Map<InetAddress, Set<String>> names = new HashMap<>();
        for (InetAddress address : records.clusterIps()) {
            names.put(address, Set.of(service));
        }
        if (records.isHeadless()) {
            for (ServiceRecords.EndpointAddress endpoint : records.endpoints()) {
                names.merge(endpoint.address(), Set.of(endpoint.hostname() + "." + service), ServiceIndex::union);
            }
        }
        return names;
    }

    /** How many services there are. */
    int size() {
        return services.size();
    }

    List<String> keys() {
        return List.copyOf(services.keySet());
    }
}
