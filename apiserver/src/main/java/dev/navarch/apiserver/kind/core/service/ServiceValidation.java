package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a service; addresses and ports are there by now, or were refused. */
final class ServiceValidation {

    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> AFFINITIES = List.of("ClientIP", "None");
    private static final List<String> POLICIES = List.of("Cluster", "Local");
    private static final List<String> DISTRIBUTIONS = List.of("PreferClose", "PreferSameZone", "PreferSameNode");
    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String MODE = "service.kubernetes.io/topology-mode";
    private static final String SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private static final String ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'";
    private static final long MAX_AFFINITY_SECONDS = 86400;

    private final Field annotations;
    private final Field spec;
    private final Field before;
    private final Field oldAnnotations;
    private final ServiceType type;
    private final boolean isHeadless;

    private ServiceValidation(Field service, Field old) {
        this.annotations = service.get("metadata").get("annotations");
        this.spec = service.get("spec");
        this.before = old.get("spec");
        this.oldAnnotations = old.get("metadata").get("annotations");
        this.type = spec.value() instanceof ObjectNode node ? ServiceType.of(node) : ServiceType.CLUSTER_IP;
        this.isHeadless = isHeadless(spec);
    }

    static List<FieldError> create(ObjectNode service) {
        List<FieldError> errors = new ArrayList<>();
        new ServiceValidation(Field.root(service, errors), Field.at(null, "", errors)).check();
        return errors;
    }

    static List<FieldError> update(ObjectNode service, ObjectNode old) {
        List<FieldError> errors = new ArrayList<>();
        Field now = Field.root(service, errors);
        Field former = Field.root(old, errors);
        ServiceUpdateValidation.check(now.get("spec"), former.get("spec"));
        new ServiceValidation(now, former).check();
        return errors;
    }

    static boolean isHeadless(Field spec) {
        Field addresses = spec.get("clusterIPs");
        return addresses.size() == 1 && addresses.index(0).is("None");
    }

    private void check() {
        Field mode = annotations.key(MODE);
        Field hints = annotations.key(HINTS);
        if (mode.isSet() && hints.isSet() && !mode.is(hints.text())) {
            mode.invalid("must match annotations[" + HINTS + "] when both are specified");
        }
        type();
        ports();
        labels(spec.get("selector"));
        affinity();
        ClusterIpValidation.check(spec, before);
        externalAddresses();
        spec.get("type").requireOneOf(TYPES);
        nodePorts();
        sourceRanges();
        balancer();
        trafficPolicies();
        if (spec.get("trafficDistribution").isSet()) {
            spec.get("trafficDistribution").oneOf(DISTRIBUTIONS);
        }
    }

    private void type() {
        if (spec.get("ports").size() == 0 && !isHeadless && type != ServiceType.EXTERNAL_NAME) {
            spec.get("ports").required();
        }
        if (type.needsNodePort() && isHeadless) {
            spec.get("clusterIPs")
                    .index(0)
                    .invalid("may not be set to 'None' for " + spec.get("type").text() + " services");
        }
        if (type == ServiceType.EXTERNAL_NAME) {
            externalName();
        }
    }

    private void externalName() {
        for (String list : List.of("clusterIPs", "ipFamilies")) {
            if (spec.get(list).size() > 0) {
                spec.get(list).forbidden("may not be set for ExternalName services");
            }
        }
        if (spec.get("ipFamilyPolicy").isSet()) {
            spec.get("ipFamilyPolicy").forbidden("may not be set for ExternalName services");
        }
        Field name = spec.get("externalName");
        String host =
                name.text().endsWith(".") ? name.text().substring(0, name.text().length() - 1) : name.text();
        if (host.isEmpty()) {
            name.required();
        } else {
            Names.dns1123Subdomain(host).forEach(detail -> name.invalid(host, detail));
        }
    }

    private void ports() {
        Set<String> names = new HashSet<>();
        boolean several = spec.get("ports").size() > 1;
        for (Field port : spec.items("ports")) {
            Field name = port.get("name");
            if (several && name.isZero()) {
                name.required();
            } else if (!name.isZero()) {
                name.invalid(Names.dns1123Label(name.text()));
                if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
            Names.portNumber(port.get("port").number())
                    .forEach(detail -> port.get("port").invalid(port.get("port").number(), detail));
            port.get("protocol").requireOneOf(List.of("SCTP", "TCP", "UDP"));
            Field target = port.get("targetPort");
            if (target.value().isTextual()) {
                target.invalid(Names.portName(target.text()));
            } else {
                Names.portNumber(target.number()).forEach(detail -> target.invalid(target.number(), detail));
            }
            Field protocol = port.get("appProtocol");
            if (protocol.isSet()) {
                protocol.invalid(Names.qualifiedName(protocol.text()));
            }
        }
    }

    private static void labels(Field labels) {
        for (Field label : labels.entries()) {
            Names.qualifiedName(label.name()).forEach(detail -> labels.invalid(label.name(), detail));
            Names.labelValue(label.text()).forEach(detail -> labels.invalid(label.text(), detail));
        }
    }

    private void affinity() {
        Field affinity = spec.get("sessionAffinity");
        affinity.requireOneOf(AFFINITIES);
        Field config = spec.get("sessionAffinityConfig");
        if (affinity.is("ClientIP")) {
            Field seconds = config.get("clientIP").get("timeoutSeconds");
            for (Field needed : List.of(config, config.get("clientIP"), seconds)) {
                if (!needed.isSet()) {
                    needed.required("when session affinity type is ClientIP");
                    return;
                }
            }
            if (seconds.number() <= 0 || seconds.number() > MAX_AFFINITY_SECONDS) {
                seconds.invalid("must be greater than 0 and less than " + MAX_AFFINITY_SECONDS);
            }
        } else if (affinity.is("None") && config.isSet()) {
            config.forbidden("must not be set when session affinity is None");
        }
    }

    private void externalAddresses() {
        List<String> known = before.get("externalIPs").texts();
        for (Field address : spec.items("externalIPs")) {
            int errors = address.errors().size();
            IpAddresses.check(address, known);
            if (address.errors().size() == errors) {
                EndpointAddresses.check(address);
            }
        }
    }

    private void nodePorts() {
        Set<String> nodePorts = new HashSet<>();
        for (Field port : spec.items("ports")) {
            if (type == ServiceType.CLUSTER_IP && !port.get("nodePort").isZero()) {
                port.get("nodePort").forbidden("may not be used when `type` is 'ClusterIP'");
            }
        }
        for (Field port : spec.items("ports")) {
            Field nodePort = port.get("nodePort");
            if (!nodePort.isZero() && !nodePorts.add(port.get("protocol").text() + nodePort.number())) {
                nodePort.duplicate();
            }
        }
        Set<String> ports = new HashSet<>();
        for (Field port : spec.items("ports")) {
            if (!ports.add(port.get("protocol").text() + port.get("port").number())) {
                port.duplicate(portKey(port));
            }
        }
    }

    /** What upstream shows of a port that is there twice: the struct by which it found out. */
    private static ObjectNode portKey(Field port) {
        ObjectNode key = Json.object();
        key.put("Name", "");
        key.put("Protocol", port.get("protocol").text());
        key.putNull("AppProtocol");
        key.put("Port", port.get("port").number());
        key.put("TargetPort", 0);
        key.put("NodePort", 0);
        return key;
    }

    private void sourceRanges() {
        Field ranges = spec.get("loadBalancerSourceRanges", "LoadBalancerSourceRanges");
        Field annotation = annotations.key(SOURCE_RANGES);
        if (ranges.size() > 0) {
            if (type != ServiceType.LOAD_BALANCER) {
                ranges.forbidden(ONLY_BALANCED);
            }
            List<String> known = before.get("loadBalancerSourceRanges").texts().stream()
                    .map(String::strip)
                    .toList();
            for (Field range : ranges.items()) {
                IpAddresses.checkRange(stripped(range, range.text()), known);
            }
        } else if (annotation.isSet()) {
            if (type != ServiceType.LOAD_BALANCER) {
                annotation.forbidden(ONLY_BALANCED);
            }
            if (!oldAnnotations.key(SOURCE_RANGES).value().equals(annotation.value())
                    && !annotation.text().isBlank()) {
                Arrays.stream(annotation.text().strip().split(",", -1))
                        .forEach(range -> IpAddresses.checkRange(stripped(annotation, range), List.of()));
            }
        }
    }

    private static Field stripped(Field range, String text) {
        return Field.at(Json.nodes().textNode(text.strip()), range.path(), range.errors());
    }

    private void balancer() {
        Field allocate = spec.get("allocateLoadBalancerNodePorts");
        boolean balanced = type == ServiceType.LOAD_BALANCER;
        if (allocate.isSet() && !balanced) {
            allocate.forbidden(ONLY_BALANCED);
        }
        if (balanced && !allocate.isSet()) {
            allocate.shownAt("allocateLoadBalancerNodePorts").required();
        }
        loadBalancerClass(spec);
    }

    /** Only load balancers have a class, and it is a qualified name. */
    static void loadBalancerClass(Field spec) {
        Field name = spec.get("loadBalancerClass");
        if (!name.isSet()) {
            return;
        }
        if (spec.get("type").is("LoadBalancer")) {
            name.invalid(Names.qualifiedName(name.text()));
        } else {
            name.forbidden(ONLY_BALANCED);
        }
    }

    private void trafficPolicies() {
        Field policy = spec.get("externalTrafficPolicy");
        boolean accessible = spec.value() instanceof ObjectNode node && ServiceType.isExternallyAccessible(node);
        if (accessible) {
            policy.requireOneOf(POLICIES);
        } else if (!policy.isZero()) {
            policy.invalid("may only be set for externally-accessible services");
        }
        Field healthCheck = spec.get("healthCheckNodePort");
        boolean needed = spec.value() instanceof ObjectNode node && ServiceType.needsHealthCheckNodePort(node);
        if (!needed && !healthCheck.isZero()) {
            healthCheck.invalid("may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        } else if (needed && healthCheck.isZero()) {
            healthCheck.required();
        } else if (needed) {
            healthCheck.inRange(1, 65_535);
        }
        Field internal = spec.get("internalTrafficPolicy");
        if (internal.isSet()) {
            internal.oneOf(POLICIES);
        } else if (type != ServiceType.EXTERNAL_NAME && type != ServiceType.UNKNOWN) {
            internal.required();
        }
    }
}
