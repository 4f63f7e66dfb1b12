package dev.navarch.proxy.userspace;

import dev.navarch.proxy.service.Endpoint;
import dev.navarch.proxy.service.IpFamily;
import dev.navarch.proxy.service.ServiceMap;
import dev.navarch.proxy.service.ServicePort;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on the TCP node ports of a map and forwards each connection to an endpoint. One thread calls {@link #apply}. */
public final class UserspaceProxy implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UserspaceProxy.class);

    private final Map<Integer, TcpForwarder> forwarders = new HashMap<>();

    /** Serves the map from now on; connections that stand go on. Throws when a port could not be listened on. */
    public void apply(ServiceMap map) throws IOException {
        Set<Integer> wanted = new HashSet<>();
        IOException failure = null;
        for (ServicePort port : map.ports().values()) {
            if (port.nodePort() == 0 || !port.protocol().equals("tcp") || port.family() != IpFamily.IPV4) {
                continue;
            }
            wanted.add(port.nodePort());
            List<Endpoint> endpoints = port.isExternalLocal() ? port.localEndpoints() : port.clusterEndpoints();
            try {
                TcpForwarder forwarder = forwarders.get(port.nodePort());
                if (forwarder == null) {
                    forwarder = TcpForwarder.listen(port.nodePort());
                    forwarders.put(port.nodePort(), forwarder);
                }
                forwarder.endpoints(endpoints);
            } catch (IOException e) {
                log.warn("cannot listen on node port {} of {}: {}", port.nodePort(), port.name(), e.getMessage());
                failure = e;
            }
        }
        forwarders.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        forwarders.values().forEach(TcpForwarder::close);
        forwarders.clear();
    }
}
