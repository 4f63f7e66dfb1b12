package dev.navarch.apiserver.kind.networking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.IpRules;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The status of an Ingress: where its load balancer is. */
final class IngressStatusPart implements ResourceStrategy {

    private static final String POINTER = "/status/loadBalancer/ingress";

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode ingress, ObjectNode old) {
        List<String> before = addresses(old);
        return Place.check(
                ingress,
                place -> place.get("status", "loadBalancer", "ingress").items().forEach(point -> point(point, before)));
    }

    private static void point(Place point, List<String> before) {
        if (!point.get("ip").isEmpty()) {
            IpRules.legacyAddress(point.get("ip"), before);
        }
        Place host = point.get("hostname");
        if (!host.isEmpty()) {
            host.form(Names::dns1123Subdomain);
            if (IpRules.isAddress(host.text())) {
                host.invalid("must be a DNS name, not an IP address");
            }
        }
    }

    private static List<String> addresses(ObjectNode ingress) {
        return StreamSupport.stream(ingress.at(POINTER).spliterator(), false)
                .map(point -> point.path("ip").asText(""))
                .filter(ip -> !ip.isEmpty())
                .toList();
    }

    @Override
    public List<String> warnings(RequestContext context, ObjectNode ingress, @Nullable ObjectNode old) {
        var warnings = new ArrayList<String>();
        int index = 0;
        for (var point : ingress.at(POINTER)) {
            String ip = point.path("ip").asText("");
            warnings.addAll(IpRules.addressWarnings("status.loadBalancer.ingress[" + index + "]", ip));
            index++;
        }
        return warnings;
    }
}
