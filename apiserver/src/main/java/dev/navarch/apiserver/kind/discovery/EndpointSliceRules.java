package dev.navarch.apiserver.kind.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.IpRules;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What must hold of EndpointSlices. */
final class EndpointSliceRules {

    private static final int MAX_TOPOLOGY = 16;
    private static final int MAX_ADDRESSES = 100;
    private static final int MAX_PORTS = 20_000;
    private static final int MAX_ENDPOINTS = 1000;
    private static final int MAX_HINTS = 8;
    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final Set<String> CONTROLLERS =
            Set.of("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io");

    private EndpointSliceRules() {}

    static void created(Place slice) {
        check(slice, Place.nothing());
    }

    static void changed(Place slice, Place old) {
        check(slice, old);
        slice.get("addressType").immutable(old.get("addressType"));
    }

    private static void check(Place slice, Place old) {
        Place type = slice.get("addressType");
        type.requiredOneOf("", "FQDN", "IPv4", "IPv6");
        ports(slice.get("ports"));
        Place endpoints = slice.get("endpoints");
        List<FieldError> wrong = endpoints.found(place -> endpoints(place, type.text()));
        if (!old.isSet() || !endpoints.sameAs(old.get("endpoints"))) {
            slice.add(wrong);
        }
    }

    private static void endpoints(Place endpoints, String type) {
        if (endpoints.size() > MAX_ENDPOINTS) {
            endpoints.tooMany(endpoints.size(), MAX_ENDPOINTS);
            return;
        }
        endpoints.items().forEach(endpoint -> endpoint(endpoint, type));
    }

    private static void endpoint(Place endpoint, String type) {
        Place addresses = endpoint.get("addresses");
        if (addresses.isEmpty()) {
            addresses.required("must contain at least 1 address");
        } else if (addresses.size() > MAX_ADDRESSES) {
            addresses.tooMany(addresses.size(), MAX_ADDRESSES);
        }
        addresses.items().forEach(address -> address(addresses, address, type));
        if (endpoint.get("nodeName").isSet()) {
            endpoint.get("nodeName").form(Names::dns1123Subdomain);
        }
        Place topology = endpoint.get("deprecatedTopology");
        if (topology.size() > MAX_TOPOLOGY) {
            topology.tooMany(topology.size(), MAX_TOPOLOGY);
        }
        topology.add(ObjectMetaValidation.validateLabels(topology.map(), topology.path()));
        if (topology.get(ZONE).isSet()) {
            topology.key(ZONE).internal("reserved key was not removed in conversion");
        }
        if (endpoint.get("hostname").isSet()) {
            endpoint.get("hostname").form(Names::dns1123Label);
        }
        hints(endpoint.get("hints"));
    }

    private static void address(Place addresses, Place address, String type) {
        switch (type) {
            case "IPv4" -> {
                if (address.clean(() -> IpRules.legacyAddress(address, List.of()))) {
                    ofFamily(addresses, address, false);
                }
            }
            case "IPv6" -> {
                if (address.clean(() -> IpRules.address(address))) {
                    ofFamily(addresses, address, true);
                }
            }
            case "FQDN" -> domain(address);
            default -> {}
        }
    }

    private static void ofFamily(Place addresses, Place address, boolean ipv6) {
        if (!IpRules.isIpv6(address.text()).equals(Optional.of(ipv6))) {
            addresses.invalid(address.value(), "must be an " + (ipv6 ? "IPv6" : "IPv4") + " address");
        }
        IpRules.endpoint(address);
    }

    private static void domain(Place address) {
        if (address.isEmpty()) {
            address.required("");
            return;
        }
        String name = address.text().endsWith(".")
                ? address.text().substring(0, address.text().length() - 1)
                : address.text();
        List<String> problems = Names.dns1123Subdomain(name);
        String[] labels = name.split("\\.", -1);
        if (!problems.isEmpty()) {
            address.invalid(name, String.join(",", problems));
        } else if (labels.length < 2) {
            address.invalid(name, "should be a domain with at least two segments separated by dots");
        } else {
            for (String label : labels) {
                List<String> wrong = Names.dns1123Label(label);
                if (!wrong.isEmpty()) {
                    address.invalid(label, String.join(",", wrong));
                    return;
                }
            }
        }
    }

    private static void ports(Place ports) {
        if (ports.size() > MAX_PORTS) {
            ports.tooMany(ports.size(), MAX_PORTS);
            return;
        }
        Set<String> names = new HashSet<>();
        for (Place port : ports.items()) {
            Place name = port.get("name");
            if (!name.isEmpty()) {
                name.form(Names::dns1123Label);
            }
            if (!names.add(name.text())) {
                name.duplicate();
            }
            Place protocol = port.get("protocol");
            if (!protocol.isSet()) {
                protocol.required("");
            } else {
                protocol.oneOf("SCTP", "TCP", "UDP");
            }
            if (port.get("appProtocol").isSet()) {
                port.get("appProtocol").form(Names::qualifiedName);
            }
        }
    }

    private static void hints(Place hints) {
        if (hints.clean(() -> tooManyHints(hints.get("forZones")))) {
            names(hints.get("forZones"), Names::labelValue);
        } else {
            return;
        }
        if (hints.clean(() -> tooManyHints(hints.get("forNodes")))) {
            names(hints.get("forNodes"), Names::dns1123Subdomain);
        }
    }

    private static void tooManyHints(Place hints) {
        if (hints.size() > MAX_HINTS) {
            hints.tooMany(hints.size(), MAX_HINTS);
        }
    }

    private static void names(Place hints, Function<String, List<String>> form) {
        Set<String> seen = new HashSet<>();
        for (Place hint : hints.items()) {
            Place name = hint.get("name");
            if (!seen.add(name.text())) {
                name.duplicate();
            }
            name.form(form);
        }
    }

    static List<String> warnings(ObjectNode slice, @Nullable ObjectNode old) {
        var warnings = new ArrayList<String>();
        if (old == null && slice.path("addressType").asText("").equals("FQDN")) {
            warnings.add("spec.addressType: FQDN endpoints are deprecated");
        }
        if (!CONTROLLERS.contains(ObjectMeta.labels(slice).getOrDefault(MANAGED_BY, ""))) {
            Place.check(slice, place -> {
                for (Place endpoint : place.get("endpoints").items()) {
                    for (Place address : endpoint.get("addresses").items()) {
                        warnings.addAll(IpRules.addressWarnings(address.path(), address.text()));
                    }
                }
            });
        }
        return warnings;
    }
}
