package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;

/** The defaults of services. */
final class ServiceDefaults {

    private static final int AFFINITY_SECONDS = 10800;

    private ServiceDefaults() {}

    static void apply(ObjectNode service) {
        ObjectNode spec = Fields.objectOrNew(service, "spec");
        affinity(spec);
        Fields.defaultText(spec, "type", "ClusterIP");
        for (ObjectNode port : Fields.objects(spec, "ports")) {
            Fields.defaultText(port, "protocol", "TCP");
            if (Fields.isZero(port, "targetPort") && Fields.isSet(port, "port")) {
                port.set("targetPort", port.get("port"));
            }
        }
        if (ServiceType.isExternallyAccessible(spec)) {
            Fields.defaultText(spec, "externalTrafficPolicy", "Cluster");
        }
        ServiceType type = ServiceType.of(spec);
        if (type != ServiceType.EXTERNAL_NAME && type != ServiceType.UNKNOWN) {
            Fields.defaultText(spec, "internalTrafficPolicy", "Cluster");
        }
        if (type == ServiceType.LOAD_BALANCER) {
            Fields.defaultBoolean(spec, "allocateLoadBalancerNodePorts", true);
            JsonNode balancer = service.path("status").path("loadBalancer");
            for (ObjectNode ingress : Fields.objects(balancer, "ingress")) {
                if (!Fields.text(ingress, "ip").isEmpty()) {
                    Fields.defaultText(ingress, "ipMode", "VIP");
                }
            }
        }
    }

    private static void affinity(ObjectNode spec) {
        Fields.defaultText(spec, "sessionAffinity", "None");
        String affinity = Fields.text(spec, "sessionAffinity");
        if (affinity.equals("None")) {
            spec.remove("sessionAffinityConfig");
        } else if (affinity.equals("ClientIP")) {
            ObjectNode clientIp = Fields.objectOrNew(Fields.objectOrNew(spec, "sessionAffinityConfig"), "clientIP");
            Fields.defaultNumber(clientIp, "timeoutSeconds", AFFINITY_SECONDS);
        }
    }
}
