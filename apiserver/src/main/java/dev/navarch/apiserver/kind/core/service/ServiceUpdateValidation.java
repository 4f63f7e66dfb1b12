package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.apiserver.kind.fields.Field;
import org.jspecify.annotations.Nullable;

/** What of a service cannot change while it keeps its addresses: the primary ones, and the class of a load balancer. */
final class ServiceUpdateValidation {

    private static final String FIXED = "may not change once set";

    private ServiceUpdateValidation() {}

    static void check(Field spec, Field before) {
        boolean named =
                spec.get("type").is("ExternalName") || before.get("type").is("ExternalName");
        if (!named) {
            boolean headless = ServiceValidation.isHeadless(spec);
            boolean wasHeadless = ServiceValidation.isHeadless(before);
            if (!headless || !wasHeadless) {
                addresses(spec, before);
            }
            if (!headless && !wasHeadless) {
                families(spec, before);
            }
        }
        balancerClass(spec, before);
        healthCheckPort(spec, before);
    }

    private static void addresses(Field spec, Field before) {
        Field now = spec.get("clusterIPs");
        Field old = before.get("clusterIPs");
        if (now.size() == old.size()) {
            for (int i = 0; i < old.size(); i++) {
                if (!old.index(i).is(now.index(i).text())) {
                    now.index(i).invalid(shown(now), FIXED);
                }
            }
            return;
        }
        if (now.size() == 0) {
            now.index(0).invalid(shown(now), "primary clusterIP can not be unset");
        } else if (old.size() > 0 && !old.index(0).is(now.index(0).text())) {
            now.index(0).invalid(shown(now), FIXED);
        }
        if (now.size() == 1 && old.size() > 1 && !isSingleStack(spec)) {
            spec.get("ipFamilyPolicy")
                    .invalid(
                            orNull(spec.get("ipFamilyPolicy")),
                            "must be set to 'SingleStack' when releasing the secondary clusterIP");
        }
    }

    private static void families(Field spec, Field before) {
        Field now = spec.get("ipFamilies");
        Field old = before.get("ipFamilies");
        if (now.size() == old.size()) {
            for (int i = 0; i < old.size(); i++) {
                if (!old.index(i).is(now.index(i).text())) {
                    now.index(0).invalid(shown(now), FIXED);
                }
            }
            return;
        }
        Field addresses = spec.get("clusterIPs");
        if (old.size() > now.size() && addresses.size() == 0) {
            now.index(0).invalid(shown(now), "primary ipFamily can not be unset");
        }
        if (now.size() > 0 && old.size() > 0 && !old.index(0).is(now.index(0).text())) {
            now.index(0).invalid(shown(addresses), FIXED);
        }
        if (now.size() == 1 && old.size() > 1 && !isSingleStack(spec)) {
            spec.get("ipFamilyPolicy")
                    .invalid(
                            orNull(spec.get("ipFamilyPolicy")),
                            "must be set to 'SingleStack' when releasing the secondary ipFamily");
        }
    }

    private static boolean isSingleStack(Field spec) {
        return spec.get("ipFamilyPolicy").is("SingleStack");
    }

    private static Object shown(Field list) {
        return list.isSet() ? list.value() : Json.nodes().nullNode();
    }

    private static @Nullable Object orNull(Field field) {
        return field.isSet() ? field.value() : null;
    }

    private static void balancerClass(Field spec, Field before) {
        Field name = spec.get("loadBalancerClass");
        boolean both = spec.get("type").is("LoadBalancer") && before.get("type").is("LoadBalancer");
        if (both && !name.value().equals(before.get("loadBalancerClass").value())) {
            name.invalid(orNull(name), FIXED);
        }
        ServiceValidation.loadBalancerClass(spec);
    }

    private static void healthCheckPort(Field spec, Field before) {
        boolean needed = spec.value() instanceof ObjectNode node && ServiceType.needsHealthCheckNodePort(node);
        boolean wasNeeded = before.value() instanceof ObjectNode node && ServiceType.needsHealthCheckNodePort(node);
        Field port = spec.get("healthCheckNodePort");
        if (needed
                && wasNeeded
                && port.number() != before.get("healthCheckNodePort").number()) {
            port.forbidden("field is immutable");
        }
    }
}
