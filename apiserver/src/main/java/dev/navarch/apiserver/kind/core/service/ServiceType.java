package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of services, and what each needs of cluster IPs and node ports. */
enum ServiceType {
    CLUSTER_IP,
    NODE_PORT,
    LOAD_BALANCER,
    EXTERNAL_NAME,
    UNKNOWN;

    static ServiceType of(@Nullable ObjectNode spec) {
        return switch (Fields.text(spec, "type")) {
            case "", "ClusterIP" -> CLUSTER_IP;
            case "NodePort" -> NODE_PORT;
            case "LoadBalancer" -> LOAD_BALANCER;
            case "ExternalName" -> EXTERNAL_NAME;
            default -> UNKNOWN;
        };
    }

    boolean needsClusterIp() {
        return this != EXTERNAL_NAME;
    }

    boolean needsNodePort() {
        return this == NODE_PORT || this == LOAD_BALANCER;
    }

    static boolean isHeadless(ObjectNode spec) {
        List<String> plural = Fields.strings(spec, "clusterIPs");
        return plural.isEmpty()
                ? Fields.text(spec, "clusterIP").equals("None")
                : plural.getFirst().equals("None");
    }

    static boolean isExternallyAccessible(ObjectNode spec) {
        ServiceType type = of(spec);
        return type.needsNodePort()
                || (type == CLUSTER_IP && !Fields.strings(spec, "externalIPs").isEmpty());
    }

    static boolean allocatesNodePorts(ObjectNode spec) {
        return switch (of(spec)) {
            case NODE_PORT -> true;
            case LOAD_BALANCER ->
                !Fields.isSet(spec, "allocateLoadBalancerNodePorts")
                        || Fields.isTrue(spec, "allocateLoadBalancerNodePorts");
            default -> false;
        };
    }

    static boolean needsHealthCheckNodePort(ObjectNode spec) {
        return of(spec) == LOAD_BALANCER
                && Fields.text(spec, "externalTrafficPolicy").equals("Local");
    }
}
