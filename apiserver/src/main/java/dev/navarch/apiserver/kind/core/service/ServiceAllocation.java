package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.WriteTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cluster IPs and node ports around one write of a service: what is new is taken before the write, what is no longer
 * needed is given back after it, and a failed write gives back what it took.
 */
final class ServiceAllocation {

    private static final GroupVersionKind SERVICE = new GroupVersionKind("", "v1", "Service");

    private final ClusterIpAllocator addresses;
    private final NodePortAllocator ports;
    private final IpFamilies families;

    ServiceAllocation(ClusterIpAllocator addresses, NodePortAllocator ports) {
        this.addresses = addresses;
        this.ports = ports;
        this.families = new IpFamilies(addresses.families());
    }

    /** What the write took, and what the service had before and needs no more. */
    private final class Taken implements WriteTransaction {

        private final List<String> takenAddresses = new ArrayList<>();
        private final Set<Integer> takenPorts = new HashSet<>();
        private final List<String> releasedAddresses = new ArrayList<>();

        @Override
        public void commit() {
            ports.release(takenPorts);
            releasedAddresses.forEach(addresses::giveBack);
        }

        @Override
        public void rollback() {
            ports.release(takenPorts);
            takenAddresses.forEach(addresses::giveBack);
        }
    }

    WriteTransaction begin(ObjectNode service, @Nullable ObjectNode old, boolean dryRun) {
        ObjectNode spec = Fields.objectOrNew(service, "spec");
        ObjectNode oldSpec = Fields.object(old, "spec");
        if (oldSpec != null) {
            inherit(spec, oldSpec);
        }
        synchronise(spec, oldSpec);
        refuse(service, combination(spec, oldSpec));
        refuse(service, families.fill(spec, oldSpec));
        Taken taken = new Taken();
        boolean done = false;
        try {
            takeAddresses(service, spec, oldSpec, taken, dryRun);
            takePorts(service, spec, old, taken);
            done = true;
        } finally {
            if (!done) {
                taken.rollback();
            }
        }
        if (dryRun) {
            taken.takenAddresses.clear();
            taken.releasedAddresses.clear();
        }
        return taken;
    }

    /** What is wrong between addresses, families and policy; checked first, so that the rest can rely on it. */
    private static List<FieldError> combination(ObjectNode spec, @Nullable ObjectNode old) {
        List<FieldError> errors = new ArrayList<>();
        ClusterIpValidation.check(Field.at(spec, "spec", errors), Field.at(old, "spec", errors));
        return errors;
    }

    /** Gives back what a deleted service had. */
    void release(ObjectNode service) {
        for (String address : Fields.strings(Fields.object(service, "spec"), "clusterIPs")) {
            if (!address.equals("None") && !address.isEmpty()) {
                addresses.giveBack(address);
            }
        }
    }

    /** A client that replaces a service need not repeat what was allocated for it. */
    private static void inherit(ObjectNode spec, ObjectNode old) {
        if (ServiceType.of(spec).needsClusterIp() && ServiceType.of(old).needsClusterIp()) {
            if (Fields.text(spec, "clusterIP").isEmpty()) {
                copy(spec, old, "clusterIP");
            }
            if (Fields.strings(spec, "clusterIPs").isEmpty()) {
                copy(spec, old, "clusterIPs");
            }
            if (Fields.strings(spec, "ipFamilies").isEmpty()) {
                copy(spec, old, "ipFamilies");
            }
        }
        if (ServiceType.of(spec).needsNodePort() && ServiceType.of(old).needsNodePort()) {
            Map<String, Integer> before = new HashMap<>();
            for (ObjectNode port : Fields.objects(old, "ports")) {
                before.put(portKey(port), (int) Fields.number(port, "nodePort", 0));
            }
            Set<Integer> asked = NodePortAllocator.portsOf(spec.objectNode().set("spec", spec));
            for (ObjectNode port : Fields.objects(spec, "ports")) {
                int had = before.getOrDefault(portKey(port), 0);
                if (Fields.isZero(port, "nodePort") && had != 0 && asked.add(had)) {
                    port.put("nodePort", had);
                }
            }
        }
        if (ServiceType.needsHealthCheckNodePort(spec)
                && ServiceType.needsHealthCheckNodePort(old)
                && Fields.isZero(spec, "healthCheckNodePort")) {
            copy(spec, old, "healthCheckNodePort");
        }
    }

    private static String portKey(ObjectNode port) {
        return Fields.text(port, "name");
    }

    private static void copy(ObjectNode spec, ObjectNode old, String field) {
        if (Fields.isSet(old, field)) {
            spec.set(field, old.get(field).deepCopy());
        }
    }

    /** Keeps {@code clusterIP} and the first of {@code clusterIPs} the same, whichever the client changed. */
    private static void synchronise(ObjectNode spec, @Nullable ObjectNode old) {
        String singular = Fields.text(spec, "clusterIP");
        List<String> plural = Fields.strings(spec, "clusterIPs");
        if (old == null) {
            if (!singular.isEmpty() && plural.isEmpty()) {
                spec.putArray("clusterIPs").add(singular);
            }
            return;
        }
        String oldSingular = Fields.text(old, "clusterIP");
        List<String> oldPlural = Fields.strings(old, "clusterIPs");
        if (singular.equals(oldSingular)) {
            return;
        }
        if (singular.isEmpty() && plural.equals(oldPlural)) {
            spec.remove("clusterIPs");
        } else if (!singular.isEmpty() && plural.equals(oldPlural)) {
            spec.putArray("clusterIPs").add(singular);
        }
    }

    private void takeAddresses(
            ObjectNode service, ObjectNode spec, @Nullable ObjectNode old, Taken taken, boolean dryRun) {
        Set<String> had = new HashSet<>(Fields.strings(old, "clusterIPs"));
        if (ServiceType.of(spec).needsClusterIp() && !ServiceType.isHeadless(spec)) {
            List<String> wanted = Fields.strings(spec, "clusterIPs");
            List<String> wantedFamilies = Fields.strings(spec, "ipFamilies");
            ArrayNode given = spec.arrayNode();
            for (int i = 0; i < wantedFamilies.size(); i++) {
                String address = i < wanted.size() ? wanted.get(i) : "";
                given.add(
                        had.contains(address) ? address : take(service, address, wantedFamilies.get(i), taken, dryRun));
            }
            spec.set("clusterIPs", given);
            if (!given.isEmpty()) {
                spec.put("clusterIP", given.get(0).asText());
            }
        }
        had.removeAll(Fields.strings(spec, "clusterIPs"));
        had.remove("None");
        taken.releasedAddresses.addAll(had);
    }

    private String take(ObjectNode service, String address, String family, Taken taken, boolean dryRun) {
        String given = address;
        if (address.isEmpty()) {
            given = addresses
                    .takeAny(family, service, dryRun)
                    .orElseThrow(() -> StatusException.internal("failed to allocate a serviceIP for Service \""
                            + Fields.text(Fields.object(service, "metadata"), "name")
                            + "\": range is full"));
        } else {
            addresses.take(address, service, dryRun).ifPresent(why -> {
                throw invalid(
                        service,
                        FieldError.invalid(
                                "spec.clusterIPs",
                                Fields.objectOrNew(service, "spec").get("clusterIPs"),
                                "failed to allocate IP " + address + ": " + why));
            });
        }
        taken.takenAddresses.add(given);
        return given;
    }

    private void takePorts(ObjectNode service, ObjectNode spec, @Nullable ObjectNode old, Taken taken) {
        Set<Integer> had = old == null ? Set.of() : NodePortAllocator.portsOf(old);
        if (ServiceType.of(spec).needsNodePort()) {
            boolean allocate = ServiceType.allocatesNodePorts(spec);
            Map<Long, Integer> byPort = new HashMap<>();
            for (ObjectNode port : Fields.objects(spec, "ports")) {
                if (!Fields.isZero(port, "nodePort")) {
                    byPort.putIfAbsent(Fields.number(port, "port", 0), (int) Fields.number(port, "nodePort", 0));
                }
            }
            List<ObjectNode> all = Fields.objects(spec, "ports");
            for (int i = 0; i < all.size(); i++) {
                ObjectNode port = all.get(i);
                long number = Fields.number(port, "port", 0);
                if (Fields.isZero(port, "nodePort")) {
                    Integer shared = byPort.get(number);
                    if (shared == null && !allocate) {
                        continue;
                    }
                    port.put("nodePort", shared != null ? shared : anyPort(taken));
                    byPort.put(number, port.get("nodePort").intValue());
                } else {
                    int asked = (int) Fields.number(port, "nodePort", 0);
                    if (!had.contains(asked) && !taken.takenPorts.contains(asked)) {
                        takePort(service, "spec.ports[" + i + "].nodePort", asked, taken);
                    }
                }
            }
        }
        healthCheck(spec, had, taken);
    }

    private void healthCheck(ObjectNode spec, Set<Integer> had, Taken taken) {
        if (!ServiceType.needsHealthCheckNodePort(spec)) {
            return;
        }
        int asked = (int) Fields.number(spec, "healthCheckNodePort", 0);
        if (asked == 0) {
            spec.put("healthCheckNodePort", anyPort(taken));
        } else if (!had.contains(asked)) {
            ports.take(asked).ifPresent(why -> {
                throw StatusException.internal(
                        "failed to allocate requested HealthCheck NodePort " + asked + ": " + why);
            });
            taken.takenPorts.add(asked);
        }
    }

    private void takePort(ObjectNode service, String field, int port, Taken taken) {
        ports.take(port).ifPresent(why -> {
            throw invalid(service, FieldError.invalid(field, port, why));
        });
        taken.takenPorts.add(port);
    }

    private int anyPort(Taken taken) {
        int port = ports.takeAny()
                .orElseThrow(() -> StatusException.internal("failed to allocate a nodePort: range is full"));
        taken.takenPorts.add(port);
        return port;
    }

    private static void refuse(ObjectNode service, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw StatusException.invalid(SERVICE, Fields.text(Fields.object(service, "metadata"), "name"), errors);
        }
    }

    private static StatusException invalid(ObjectNode service, FieldError error) {
        return StatusException.invalid(
                SERVICE, Fields.text(Fields.object(service, "metadata"), "name"), List.of(error));
    }
}
