package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out the IP families of a service from what was asked (policy, families, addresses) and what the cluster has; a
 * service keeps its families until its policy says otherwise.
 */
final class IpFamilies {

    private static final String SINGLE = "SingleStack";
    private static final String REQUIRE = "RequireDualStack";

    private final List<String> configured;

    IpFamilies(List<String> configured) {
        this.configured = List.copyOf(configured);
    }

    /** Fills {@code ipFamilies} and {@code ipFamilyPolicy}; answers what is wrong with the combination. */
    List<FieldError> fill(ObjectNode spec, @Nullable ObjectNode old) {
        if (!ServiceType.of(spec).needsClusterIp()) {
            return List.of();
        }
        policy(spec, old);
        String policy = Fields.text(spec, "ipFamilyPolicy");
        List<FieldError> errors = new ArrayList<>();
        if (old != null) {
            narrow(spec, old, policy, errors);
        }
        if (policy.equals(SINGLE)) {
            single(spec, "clusterIPs", "multiple cluster IPs are specified", errors);
            single(spec, "ipFamilies", "multiple IP families are specified", errors);
        }
        infer(spec, errors);
        if (!errors.isEmpty()) {
            return errors;
        }
        boolean headlessWithoutSelector = ServiceType.isHeadless(spec) && Fields.isZero(spec, "selector");
        if (!headlessWithoutSelector) {
            check(spec, policy, errors);
            if (!errors.isEmpty()) {
                return errors;
            }
        }
        complete(spec, policy, headlessWithoutSelector);
        return List.of();
    }

    private static void policy(ObjectNode spec, @Nullable ObjectNode old) {
        if (!Fields.text(spec, "ipFamilyPolicy").isEmpty()) {
            return;
        }
        String before = Fields.text(old, "ipFamilyPolicy");
        if (!before.isEmpty()) {
            spec.put("ipFamilyPolicy", before);
        } else if (ServiceType.isHeadless(spec) && Fields.isZero(spec, "selector")) {
            spec.put("ipFamilyPolicy", REQUIRE);
        } else {
            spec.put("ipFamilyPolicy", SINGLE);
        }
    }

    private static void narrow(ObjectNode spec, ObjectNode old, String policy, List<FieldError> errors) {
        for (String field : List.of("clusterIPs", "ipFamilies")) {
            List<String> before = Fields.strings(old, field);
            List<String> after = Fields.strings(spec, field);
            if (policy.equals(SINGLE)) {
                if (before.equals(after) && after.size() > 1) {
                    spec.putArray(field).add(after.getFirst());
                }
            } else if (after.size() == 1
                    && before.size() == 2
                    && after.getFirst().equals(before.getFirst())) {
                errors.add(FieldError.invalid(
                        "spec.ipFamilyPolicy",
                        policy,
                        "must be 'SingleStack' to release the secondary "
                                + (field.equals("clusterIPs") ? "cluster IP" : "IP family")));
            }
        }
    }

    private static void single(ObjectNode spec, String field, String when, List<FieldError> errors) {
        if (Fields.strings(spec, field).size() == 2) {
            errors.add(FieldError.invalid(
                    "spec.ipFamilyPolicy", SINGLE, "must be 'RequireDualStack' or 'PreferDualStack' when " + when));
        }
    }

    private void infer(ObjectNode spec, List<FieldError> errors) {
        List<String> addresses = Fields.strings(spec, "clusterIPs");
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).equals("None")) {
                return;
            }
            if (i < Fields.strings(spec, "ipFamilies").size()) {
                continue;
            }
            String family = IpRange.familyOf(addresses.get(i));
            if (configured.contains(family)) {
                families(spec).add(family);
            } else {
                errors.add(FieldError.invalid(
                        "spec.clusterIPs[" + i + "]",
                        spec.get("clusterIPs"),
                        family + " is not configured on this cluster"));
            }
        }
    }

    private void check(ObjectNode spec, String policy, List<FieldError> errors) {
        if (policy.equals(REQUIRE) && configured.size() < 2) {
            errors.add(FieldError.invalid(
                    "spec.ipFamilyPolicy", policy, "this cluster is not configured for dual-stack services"));
        }
        List<String> wanted = Fields.strings(spec, "ipFamilies");
        for (int i = 0; i < wanted.size(); i++) {
            if (!configured.contains(wanted.get(i))) {
                errors.add(FieldError.invalid(
                        "spec.ipFamilies[" + i + "]", wanted.get(i), "not configured on this cluster"));
            }
        }
    }

    private void complete(ObjectNode spec, String policy, boolean headlessWithoutSelector) {
        ArrayNode families = families(spec);
        if (families.isEmpty()) {
            families.add(configured.getFirst());
        }
        if (!policy.equals(SINGLE) && families.size() == 1 && (headlessWithoutSelector || configured.size() == 2)) {
            families.add(families.get(0).asText().equals("IPv4") ? "IPv6" : "IPv4");
        }
    }

    private static ArrayNode families(ObjectNode spec) {
        return spec.get("ipFamilies") instanceof ArrayNode present ? present : spec.putArray("ipFamilies");
    }
}
