package dev.navarch.apiserver.kind.core.endpoints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.core.service.EndpointAddresses;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.ArrayList;
import java.util.List;

/** What must hold of Endpoints. */
public final class EndpointsRules {

    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";

    private EndpointsRules() {}

    public static void created(Place endpoints) {
        subsets(endpoints.get("subsets"));
    }

    /** Subsets that were wrong before may stay as they are. */
    public static void changed(Place endpoints, Place old) {
        endpoints.add(ObjectMetaValidation.validate(endpoints.value(), true, Names.SUBDOMAIN));
        Place subsets = endpoints.get("subsets");
        List<FieldError> errors = subsets.found(EndpointsRules::subsets);
        if (!errors.isEmpty() && !subsets.sameAs(old.get("subsets"))) {
            subsets.add(errors);
        }
    }

    private static void subsets(Place subsets) {
        for (Place subset : subsets.items()) {
            Place ready = subset.get("addresses");
            Place notReady = subset.get("notReadyAddresses");
            if (ready.size() == 0 && notReady.size() == 0) {
                subset.required("must specify `addresses` or `notReadyAddresses`");
            }
            ready.items().forEach(EndpointsRules::address);
            notReady.items().forEach(EndpointsRules::address);
            boolean several = subset.get("ports").size() > 1;
            subset.get("ports").items().forEach(port -> port(port, several));
        }
    }

    private static void address(Place address) {
        Field ip = Field.of(address.get("ip"));
        IpAddresses.check(ip, List.of());
        if (!address.get("hostname").isEmpty()) {
            address.get("hostname").form(Names::dns1123Label);
        }
        if (address.get("nodeName").isSet()) {
            address.get("nodeName").form(Names::dns1123Subdomain);
        }
        EndpointAddresses.check(ip);
    }

    private static void port(Place port, boolean several) {
        Place name = port.get("name");
        if (several && name.isEmpty()) {
            name.required("");
        } else if (!name.isEmpty()) {
            name.form(Names::dns1123Label);
        }
        Place number = port.get("port");
        Names.portNumber(number.number()).forEach(text -> number.invalid(number.number(), text));
        port.get("protocol").requiredOneOf("", "SCTP", "TCP", "UDP");
        if (port.get("appProtocol").isSet()) {
            port.get("appProtocol").form(Names::qualifiedName);
        }
    }

    /** Addresses in unusual forms; the controller's own are not looked at. */
    public static List<String> warnings(ObjectNode endpoints) {
        List<String> warnings = new ArrayList<>();
        Field object = Field.root(endpoints, List.of());
        if (object.get("metadata").get("labels").key(MANAGED_BY).is("endpoint-controller")) {
            return warnings;
        }
        for (Field subset : object.items("subsets")) {
            for (String list : List.of("addresses", "notReadyAddresses")) {
                for (Field address : subset.items(list)) {
                    Field ip = address.get("ip");
                    IpAddresses.warning(ip.path(), ip.text()).ifPresent(warnings::add);
                }
            }
        }
        return warnings;
    }
}
