package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import java.util.Objects;
import java.util.Set;

/** Clears the fields that made sense only with the former type of a service, unless the client changed them itself. */
final class TypeChange {

    private TypeChange() {}

    static void clear(ObjectNode service, ObjectNode old) {
        ObjectNode spec = Fields.objectOrNew(service, "spec");
        ObjectNode before = Fields.objectOrNew(old, "spec");
        ServiceType type = ServiceType.of(spec);
        ServiceType former = ServiceType.of(before);
        if (former.needsClusterIp() && !type.needsClusterIp()) {
            if (same(spec, before, "clusterIP") && same(spec, before, "clusterIPs")) {
                spec.remove("clusterIP");
                spec.remove("clusterIPs");
            }
            clearIfSame(spec, before, "ipFamilies");
            clearIfSame(spec, before, "ipFamilyPolicy");
        }
        if (former.needsNodePort() && !type.needsNodePort()) {
            Set<Integer> kept = NodePortAllocator.portsOf(service);
            if (NodePortAllocator.portsOf(old).containsAll(kept)) {
                Fields.objects(spec, "ports").forEach(port -> port.remove("nodePort"));
            }
        }
        if (ServiceType.needsHealthCheckNodePort(before) && !ServiceType.needsHealthCheckNodePort(spec)) {
            clearIfSame(spec, before, "healthCheckNodePort");
        }
        if (former == ServiceType.LOAD_BALANCER && type != ServiceType.LOAD_BALANCER) {
            clearIfSame(spec, before, "allocateLoadBalancerNodePorts");
            clearIfSame(spec, before, "loadBalancerClass");
        }
        if (ServiceType.isExternallyAccessible(before) && !ServiceType.isExternallyAccessible(spec)) {
            clearIfSame(spec, before, "externalTrafficPolicy");
        }
        if (type == ServiceType.EXTERNAL_NAME) {
            spec.remove("internalTrafficPolicy");
        }
        if (type != ServiceType.LOAD_BALANCER) {
            Fields.objectOrNew(service, "status").putObject("loadBalancer");
        }
    }

    private static void clearIfSame(ObjectNode spec, ObjectNode before, String field) {
        if (same(spec, before, field)) {
            spec.remove(field);
        }
    }

    private static boolean same(ObjectNode spec, ObjectNode before, String field) {
        JsonNode now = spec.get(field);
        return Objects.equals(now, before.get(field));
    }
}
