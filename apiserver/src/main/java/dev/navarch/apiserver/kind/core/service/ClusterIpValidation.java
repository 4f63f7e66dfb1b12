package dev.navarch.apiserver.kind.core.service;

import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.IpAddresses;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cluster IPs, their families and the policy that governs both must fit together. */
final class ClusterIpValidation {

    private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
    private static final List<String> FAMILY_POLICIES = List.of("PreferDualStack", "RequireDualStack", "SingleStack");

    private ClusterIpValidation() {}

    /** The old specification may be not set. */
    static void check(Field spec, Field before) {
        if (spec.get("type").is("ExternalName")) {
            return;
        }
        Field addresses = spec.get("clusterIPs");
        primary(spec.get("clusterIP"), addresses);
        families(spec.get("ipFamilies"));
        spec.get("ipFamilyPolicy").oneOfIfSet(FAMILY_POLICIES);
        if (!addresses(addresses, before.get("clusterIPs").texts())) {
            return;
        }
        if (addresses.size() > 1 && !isDualStack(addresses.texts())) {
            addresses.invalid("may specify no more than one IP for each IP family");
        }
        if (!ServiceValidation.isHeadless(spec)) {
            matchFamilies(addresses, spec.get("ipFamilies"));
        }
    }

    private static void primary(Field address, Field addresses) {
        if (address.isZero()) {
            if (addresses.size() > 0) {
                addresses.invalid("must be empty when `clusterIP` is not specified");
            }
        } else if (addresses.size() == 0) {
            addresses.required();
        } else if (!addresses.index(0).is(address.text())) {
            addresses.invalid("first value must match `clusterIP`");
        }
    }

    private static void families(Field families) {
        Set<String> seen = new HashSet<>();
        for (Field family : families.items()) {
            family.oneOf(FAMILIES);
            if (!seen.add(family.text())) {
                family.duplicate();
            }
        }
    }

    /** Whether all are addresses, or the one is {@code None}. */
    private static boolean addresses(Field addresses, List<String> before) {
        int errors = addresses.errors().size();
        boolean misplaced = false;
        for (Field address : addresses.items()) {
            boolean isFirst = address.path().equals(addresses.index(0).path());
            if (isFirst && address.is("None")) {
                if (addresses.size() > 1) {
                    misplaced = true;
                    addresses.invalid("'None' must be the first and only value");
                }
            } else {
                IpAddresses.check(address, before);
            }
        }
        boolean wellFormed = !misplaced && addresses.errors().size() == errors;
        if (addresses.size() > 2) {
            addresses.invalid("may only hold up to 2 values");
        }
        return wellFormed;
    }

    private static boolean isDualStack(List<String> addresses) {
        return addresses.stream().anyMatch(IpAddresses::isV6)
                && !addresses.stream().allMatch(IpAddresses::isV6);
    }

    private static void matchFamilies(Field addresses, Field families) {
        for (int i = 0; i < Math.min(addresses.size(), families.size()); i++) {
            String family = families.index(i).text();
            boolean isV6 = IpAddresses.isV6(addresses.index(i).text());
            if (FAMILIES.contains(family) && isV6 != family.equals("IPv6")) {
                addresses.index(i).invalid("expected an " + family + " value as indicated by `ipFamilies[" + i + "]`");
            }
        }
    }
}
