package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import java.util.ArrayList;
import java.util.List;

/** What is legal in a service, but deprecated or without effect. */
final class ServiceWarnings {

    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String MODE = "service.kubernetes.io/topology-mode";

    private ServiceWarnings() {}

    /** What clients are warned of. */
    static List<String> of(ObjectNode object) {
        List<String> warnings = new ArrayList<>();
        Field service = Field.root(object, List.of());
        Field spec = service.get("spec");
        boolean headless =
                spec.get("type").is("ClusterIP") && spec.get("clusterIP").is("None");
        if (service.get("metadata").get("annotations").key(HINTS).isSet()) {
            warnings.add("annotation " + HINTS + " is deprecated, please use " + MODE + " instead");
        }
        if (!spec.get("clusterIP").isZero() && !spec.get("clusterIP").is("None")) {
            addresses(spec.get("clusterIPs"), warnings);
        }
        Field balancerAddress = spec.get("loadBalancerIP");
        Field external = spec.get("externalIPs");
        if (headless) {
            headless(spec, warnings);
        }
        addresses(external, warnings);
        boolean isName = spec.get("type").is("ExternalName");
        if (external.size() > 0 && !headless && !isName) {
            warnings.add("spec.externalIPs is deprecated and may no longer be implemented in some clusters");
        }
        if (!balancerAddress.isZero()) {
            IpAddresses.warning(balancerAddress.path(), balancerAddress.text()).ifPresent(warnings::add);
        }
        for (Field range : spec.items("loadBalancerSourceRanges")) {
            IpAddresses.rangeWarning(range.path(), range.text()).ifPresent(warnings::add);
        }
        if (isName && external.size() > 0) {
            warnings.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        }
        if (!isName && !spec.get("externalName").isZero()) {
            warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        }
        if (spec.get("trafficDistribution").is("PreferClose")) {
            warnings.add("spec.trafficDistribution: " + FieldValue.quote("PreferClose") + " is deprecated; use "
                    + FieldValue.quote("PreferSameZone"));
        }
        return warnings;
    }

    private static void headless(Field spec, List<String> warnings) {
        if (!spec.get("loadBalancerIP").isZero()) {
            warnings.add("spec.loadBalancerIP is ignored for headless services");
        }
        if (spec.get("externalIPs").size() > 0) {
            warnings.add("spec.externalIPs is ignored for headless services");
        }
        if (!spec.get("sessionAffinity").is("None")) {
            warnings.add("spec.SessionAffinity is ignored for headless services");
        }
    }

    private static void addresses(Field addresses, List<String> warnings) {
        for (Field address : addresses.items()) {
            IpAddresses.warning(address.path(), address.text()).ifPresent(warnings::add);
        }
    }

    /** Of addresses that a load balancer reports. */
    static List<String> ofStatus(ObjectNode service) {
        List<String> warnings = new ArrayList<>();
        Field balancer = Field.root(service, List.of()).get("status").get("loadBalancer");
        for (Field ingress : balancer.items("ingress")) {
            IpAddresses.warning(ingress.path(), ingress.get("ip").text()).ifPresent(warnings::add);
        }
        return warnings;
    }
}
