package dev.navarch.apiserver.kind.networking;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.StatusPart;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.IpRules;
import dev.navarch.apiserver.registry.ResourceStrategy;
import java.util.List;

/** The kinds of {@code networking.k8s.io}. */
public final class NetworkingKinds {

    private NetworkingKinds() {}

    public static void register(KindStrategies strategies) {
        add(
                strategies,
                "ingresses",
                kind().counted()
                        .rules(IngressRules::created)
                        .updateRules(IngressRules::changed)
                        .part("status", new IngressStatusPart())
                        .warnings(IngressRules::warnings)
                        .build());
        add(
                strategies,
                "ingressclasses",
                kind().defaults(NetworkingKinds::defaultScope)
                        .counted()
                        .rules(IngressClassRules::created)
                        .updateRules(IngressClassRules::changed)
                        .build());
        add(
                strategies,
                "networkpolicies",
                kind().defaults(NetworkingKinds::defaultTypes)
                        .counted()
                        .rules(NetworkPolicyRules::created)
                        .updateRules(NetworkPolicyRules::changed)
                        .warnings((policy, old) -> NetworkPolicyRules.warnings(policy))
                        .build());
        add(
                strategies,
                "ipaddresses",
                kind().names((name, prefix) -> IpRules.addressProblems(name))
                        .rules(ServiceRangeRules::address)
                        .updateRules(ServiceRangeRules::addressChanged)
                        .build());
        add(
                strategies,
                "servicecidrs",
                kind().rules(ServiceRangeRules::range)
                        .updateRules(ServiceRangeRules::rangeChanged)
                        .part("status", StatusPart.keepingMetadata((range, old) -> {}))
                        .build());
    }

    private static void defaultScope(ObjectNode ingressClass) {
        ObjectNode parameters = Fields.object(Fields.object(ingressClass, "spec"), "parameters");
        if (parameters != null && !Fields.isSet(parameters, "scope")) {
            parameters.put("scope", "Cluster");
        }
    }

    private static void defaultTypes(ObjectNode policy) {
        ObjectNode spec = Fields.objectOrNew(policy, "spec");
        for (String direction : List.of("ingress", "egress")) {
            for (ObjectNode rule : Fields.objects(spec, direction)) {
                for (ObjectNode port : Fields.objects(rule, "ports")) {
                    if (!Fields.isSet(port, "protocol")) {
                        port.put("protocol", "TCP");
                    }
                }
            }
        }
        if (Fields.strings(spec, "policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes");
            types.add("Ingress");
            if (!Fields.objects(spec, "egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    private static void add(KindStrategies strategies, String resource, ResourceStrategy strategy) {
        strategies.put(new GroupResource("networking.k8s.io", resource), strategy);
    }
}
