package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import java.util.ArrayList;
import java.util.List;

/** Where a load balancer says that it can be reached. */
final class LoadBalancerStatusValidation {

    private static final List<String> MODES = List.of("Proxy", "VIP");

    private LoadBalancerStatusValidation() {}

    static List<FieldError> check(ObjectNode service, ObjectNode old) {
        List<FieldError> errors = new ArrayList<>();
        Field now = Field.root(service, errors);
        Field ingresses = now.get("status").get("loadBalancer").get("ingress");
        if (!now.get("spec").get("type").is("LoadBalancer")) {
            if (ingresses.size() > 0) {
                ingresses.forbidden("may only be used when `spec.type` is 'LoadBalancer'");
            }
            return errors;
        }
        List<String> before = Field.root(old, errors).get("status").get("loadBalancer").items("ingress").stream()
                .map(ingress -> ingress.get("ip").text())
                .filter(ip -> !ip.isEmpty())
                .toList();
        ingresses.items().forEach(ingress -> ingress(ingress, before));
        return errors;
    }

    private static void ingress(Field ingress, List<String> before) {
        Field ip = ingress.get("ip");
        Field mode = ingress.get("ipMode");
        if (!ip.isZero()) {
            IpAddresses.check(ip, before);
        }
        if (!mode.isSet() && !ip.isZero()) {
            mode.required("must be specified when `ip` is set");
        } else if (mode.isSet() && ip.isZero()) {
            mode.forbidden("may not be specified when `ip` is not set");
        } else {
            mode.oneOfIfSet(MODES);
        }
        Field host = ingress.get("hostname");
        if (!host.isZero()) {
            host.invalid(Names.dns1123Subdomain(host.text()));
            if (IpAddresses.parse(host.text()).isPresent()) {
                host.invalid("must be a DNS name, not an IP address");
            }
        }
    }
}
