package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives out node ports of one range. What is taken is what the stored services say plus what writes under way have
 * reserved; the lock of this object guards the reservations. Nothing else is kept, so nothing can leak over a crash.
 */
final class NodePortAllocator {

    private static final GroupResource SERVICES = new GroupResource("", "services");

    private final int first;
    private final int last;
    private final ObjectReader reader;
    private final Set<Integer> reserved = new HashSet<>();

    NodePortAllocator(int first, int last, ObjectReader reader) {
        this.first = first;
        this.last = last;
        this.reader = reader;
    }

    /** The ports that a service has. */
    static Set<Integer> portsOf(ObjectNode service) {
        ObjectNode spec = Fields.object(service, "spec");
        Set<Integer> ports = new HashSet<>();
        for (ObjectNode port : Fields.objects(spec, "ports")) {
            ports.add((int) Fields.number(port, "nodePort", 0));
        }
        ports.add((int) Fields.number(spec, "healthCheckNodePort", 0));
        ports.remove(0);
        return ports;
    }

    /** Reserves that port; the answer is why it cannot be had, empty when it is reserved. */
    synchronized Optional<String> take(int port) {
        if (port < first || port > last) {
            return Optional.of(
                    "provided port is not in the valid range. The range of valid ports is " + first + "-" + last);
        }
        if (reserved.contains(port) || stored().contains(port)) {
            return Optional.of("provided port is already allocated");
        }
        reserved.add(port);
        return Optional.empty();
    }

    /** Reserves a free port; empty when there is none left. */
    synchronized Optional<Integer> takeAny() {
        Set<Integer> taken = stored();
        taken.addAll(reserved);
        List<Integer> free = new ArrayList<>();
        for (int port = first; port <= last; port++) {
            if (!taken.contains(port)) {
                free.add(port);
            }
        }
        if (free.isEmpty()) {
            return Optional.empty();
        }
        int port = free.get(ThreadLocalRandom.current().nextInt(free.size()));
        reserved.add(port);
        return Optional.of(port);
    }

    /** Ends reservations: the write has been stored, or has failed. */
    synchronized void release(Collection<Integer> ports) {
        reserved.removeAll(ports);
    }

    private Set<Integer> stored() {
        Set<Integer> ports = new HashSet<>();
        for (ObjectNode service : reader.list(SERVICES, "")) {
            ports.addAll(portsOf(service));
        }
        return ports;
    }
}
