package dev.navarch.controllers.services;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The subsets of an Endpoints object in one canonical form: no address twice, those with the same ports together. */
public final class Subsets {

    private static final Comparator<EndpointPort> BY_PORT = Comparator.comparing(
                    (EndpointPort p) -> Objects.requireNonNullElse(p.getName(), ""))
            .thenComparing(p -> Objects.requireNonNullElse(p.getPort(), 0))
            .thenComparing(p -> Objects.requireNonNullElse(p.getProtocol(), ""));

    private Subsets() {}

    /** One address of one object. */
    private record Key(String ip, String uid) implements Comparable<Key> {
        static Key of(EndpointAddress address) {
            var target = address.getTargetRef();
            return new Key(
                    Objects.requireNonNullElse(address.getIp(), ""),
                    target == null ? "" : Objects.requireNonNullElse(target.getUid(), ""));
        }

        @Override
        public int compareTo(Key other) {
            int order = ip.compareTo(other.ip);
            return order != 0 ? order : uid.compareTo(other.uid);
        }
    }

    public static List<EndpointSubset> repack(List<EndpointSubset> subsets) {
        Map<Key, EndpointAddress> addresses = new LinkedHashMap<>();
        // null stands for an address without ports.
        Map<@Nullable EndpointPort, Map<Key, Boolean>> readyByPort = new LinkedHashMap<>();
        for (EndpointSubset subset : subsets) {
            List<@Nullable EndpointPort> ports = new ArrayList<>(subset.getPorts());
            if (ports.isEmpty()) {
                ports.add(null);
            }
            for (EndpointPort port : ports) {
                Map<Key, Boolean> ready = readyByPort.computeIfAbsent(port, k -> new TreeMap<>());
                subset.getAddresses().forEach(a -> {
                    addresses.putIfAbsent(Key.of(a), a);
                    ready.put(Key.of(a), true);
                });
                subset.getNotReadyAddresses().forEach(a -> {
                    addresses.putIfAbsent(Key.of(a), a);
                    ready.putIfAbsent(Key.of(a), false);
                });
            }
        }
        Map<Map<Key, Boolean>, List<EndpointPort>> portsByAddresses = new LinkedHashMap<>();
        readyByPort.forEach((port, ready) -> {
            List<EndpointPort> ports = portsByAddresses.computeIfAbsent(ready, k -> new ArrayList<>());
            if (port != null) {
                ports.add(port);
            }
        });
        List<EndpointSubset> packed = new ArrayList<>();
        portsByAddresses.forEach((ready, ports) -> {
            ports.sort(BY_PORT);
            packed.add(new EndpointSubsetBuilder()
                    .withAddresses(select(addresses, ready, true))
                    .withNotReadyAddresses(select(addresses, ready, false))
                    .withPorts(ports)
                    .build());
        });
        packed.sort(Comparator.comparing(Subsets::sortKey));
        return packed;
    }

    private static List<EndpointAddress> select(
            Map<Key, EndpointAddress> addresses, Map<Key, Boolean> ready, boolean wanted) {
        return ready.entrySet().stream()
                .filter(e -> e.getValue() == wanted)
                .map(e -> Objects.requireNonNull(addresses.get(e.getKey())))
                .toList();
    }

    private static String sortKey(EndpointSubset subset) {
        StringBuilder key = new StringBuilder();
        subset.getPorts()
                .forEach(p -> key.append(p.getName())
                        .append('/')
                        .append(p.getPort())
                        .append('/')
                        .append(p.getProtocol()));
        subset.getAddresses().forEach(a -> key.append(a.getIp()));
        subset.getNotReadyAddresses().forEach(a -> key.append('-').append(a.getIp()));
        return key.toString();
    }
}
