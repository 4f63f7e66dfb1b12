package dev.navarch.apiserver.kind.networking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.IpRules;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of NetworkPolicies. */
final class NetworkPolicyRules {

    /** What an old object has wrong, and its updates may keep. */
    private record Tolerance(boolean labelValues, Set<String> ranges) {}

    private NetworkPolicyRules() {}

    static void created(Place policy) {
        spec(policy.get("spec"), new Tolerance(false, Set.of()));
    }

    static void changed(Place policy, Place old) {
        boolean labelValues = !old.get("spec", "podSelector")
                .found(selector -> LabelSelectorRules.validate(selector))
                .isEmpty();
        Set<String> ranges = new HashSet<>();
        for (Place block : blocks(old)) {
            ranges.add(block.get("cidr").text());
            ranges.addAll(block.get("except").texts());
        }
        spec(policy.get("spec"), new Tolerance(labelValues, ranges));
    }

    private static List<Place> blocks(Place policy) {
        var blocks = new ArrayList<Place>();
        for (Place rule : policy.get("spec", "ingress").items()) {
            rule.get("from").items().forEach(peer -> blocks.add(peer.get("ipBlock")));
        }
        for (Place rule : policy.get("spec", "egress").items()) {
            rule.get("to").items().forEach(peer -> blocks.add(peer.get("ipBlock")));
        }
        blocks.removeIf(block -> !block.isSet());
        return blocks;
    }

    private static void spec(Place spec, Tolerance tolerance) {
        LabelSelectorRules.validate(spec.get("podSelector"), tolerance.labelValues());
        for (Place rule : spec.get("ingress").items()) {
            rule.get("ports").items().forEach(NetworkPolicyRules::port);
            rule.get("from").items().forEach(peer -> peer(peer, tolerance));
        }
        for (Place rule : spec.get("egress").items()) {
            rule.get("ports").items().forEach(NetworkPolicyRules::port);
            rule.get("to").items().forEach(peer -> peer(peer, tolerance));
        }
        Place types = spec.get("policyTypes");
        if (types.size() > 2) {
            types.invalid("may not specify more than two policyTypes");
            return;
        }
        types.items().forEach(type -> type.oneOf("Ingress", "Egress"));
    }

    private static void port(Place rule) {
        if (rule.get("protocol").isSet()) {
            rule.get("protocol").oneOf("TCP", "UDP", "SCTP");
        }
        Place port = rule.get("port");
        Place end = rule.get("endPort");
        if (!port.isSet()) {
            if (end.isSet()) {
                end.invalid("may not be specified when `port` is not specified");
            }
        } else if (port.value().isNumber()) {
            Names.portNumber(port.number()).forEach(port::invalid);
            if (end.isSet()) {
                if (end.number() < port.number()) {
                    end.invalid(port.number(), "must be greater than or equal to `port`");
                }
                Names.portNumber(end.number()).forEach(end::invalid);
            }
        } else {
            if (end.isSet()) {
                end.invalid("may not be specified when `port` is non-numeric");
            }
            port.form(Names::portName);
        }
    }

    private static void peer(Place peer, Tolerance tolerance) {
        int peers = 0;
        for (String selector : List.of("podSelector", "namespaceSelector")) {
            if (peer.get(selector).isSet()) {
                peers++;
                LabelSelectorRules.validate(peer.get(selector), tolerance.labelValues());
            }
        }
        Place block = peer.get("ipBlock");
        if (block.isSet()) {
            peers++;
            block(block, tolerance);
        }
        if (peers == 0) {
            peer.required("must specify a peer");
        } else if (peers > 1 && block.isSet()) {
            peer.forbidden("may not specify both ipBlock and another peer");
        }
    }

    private static void block(Place block, Tolerance tolerance) {
        Place range = block.get("cidr");
        if (range.isEmpty()) {
            range.required("");
            return;
        }
        IpRules.legacyRange(range, tolerance.ranges());
        if (!IpRules.isRange(range.text())) {
            return;
        }
        for (Place except : block.get("except").items()) {
            IpRules.legacyRange(except, tolerance.ranges());
            if (!IpRules.strictlyContains(range.text(), except.text())) {
                except.invalid("must be a strict subset of `cidr`");
            }
        }
    }

    static List<String> warnings(ObjectNode policy) {
        var warnings = new ArrayList<String>();
        Place.check(policy, place -> {
            for (Place block : blocks(place)) {
                Place range = block.get("cidr");
                warnings.addAll(IpRules.rangeWarnings(range.path(), range.text()));
                block.get("except")
                        .items()
                        .forEach(except -> warnings.addAll(IpRules.rangeWarnings(except.path(), except.text())));
            }
        });
        return warnings;
    }
}
