package dev.navarch.controllers.scheduler.framework;

import io.fabric8.kubernetes.api.model.ContainerPort;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ports in use on one node, by address. Not thread-safe. */
public final class HostPorts {

    private static final String ALL_ADDRESSES = "0.0.0.0";

    private record ProtocolPort(String protocol, int port) {}

    private final Map<String, Set<ProtocolPort>> byAddress = new HashMap<>();

    public void add(List<ContainerPort> ports) {
        for (ContainerPort port : ports) {
            byAddress.computeIfAbsent(address(port), a -> new HashSet<>()).add(protocolPort(port));
        }
    }

    public void remove(List<ContainerPort> ports) {
        for (ContainerPort port : ports) {
            byAddress.computeIfPresent(address(port), (a, used) -> {
                used.remove(protocolPort(port));
                return used.isEmpty() ? null : used;
            });
        }
    }

    /** Whether one of the ports is taken, on its address or on all addresses. */
    public boolean conflictsWith(List<ContainerPort> ports) {
        if (byAddress.isEmpty()) {
            return false;
        }
        for (ContainerPort port : ports) {
            if (isUsed(address(port), protocolPort(port))) {
                return true;
            }
        }
        return false;
    }

    private boolean isUsed(String address, ProtocolPort port) {
        if (address.equals(ALL_ADDRESSES)) {
            return byAddress.values().stream().anyMatch(used -> used.contains(port));
        }
        return contains(ALL_ADDRESSES, port) || contains(address, port);
    }

    private boolean contains(String address, ProtocolPort port) {
        Set<ProtocolPort> used = byAddress.get(address);
        return used != null && used.contains(port);
    }

    void copyFrom(HostPorts other) {
        byAddress.clear();
        other.byAddress.forEach((address, used) -> byAddress.put(address, new HashSet<>(used)));
    }

    private static String address(ContainerPort port) {
        return orDefault(port.getHostIP(), ALL_ADDRESSES);
    }

    private static ProtocolPort protocolPort(ContainerPort port) {
        return new ProtocolPort(orDefault(port.getProtocol(), "TCP"), port.getHostPort());
    }

    private static String orDefault(@Nullable String value, String otherwise) {
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
