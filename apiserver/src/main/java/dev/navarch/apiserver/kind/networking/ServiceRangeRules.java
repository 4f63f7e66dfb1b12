package dev.navarch.apiserver.kind.networking;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.IpRules;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.Optional;

/** What must hold of ServiceCIDRs and of the IPAddresses out of them. */
final class ServiceRangeRules {

    private ServiceRangeRules() {}

    static void address(Place address) {
        Place parent = address.get("spec", "parentRef");
        if (!parent.isSet()) {
            parent.required("");
            return;
        }
        if (!parent.get("group").isEmpty()) {
            parent.get("group").form(Names::dns1123Subdomain);
        }
        parent.get("resource").requiredForm("", Names::pathSegmentName);
        parent.get("name").requiredForm("", Names::pathSegmentName);
        if (!parent.get("namespace").isEmpty()) {
            parent.get("namespace").form(Names::pathSegmentName);
        }
    }

    static void addressChanged(Place address, Place old) {
        address.get("metadata", "name").form(IpRules::addressProblems);
        address(address);
        address.get("spec", "parentRef").immutable(old.get("spec", "parentRef"));
    }

    static void range(Place range) {
        ranges(range.get("spec"));
    }

    private static void ranges(Place spec) {
        Place ranges = spec.get("cidrs");
        if (ranges.isEmpty()) {
            ranges.required("at least one CIDR required");
            return;
        }
        if (ranges.size() > 2) {
            ranges.invalid(spec.shown(), "may only hold up to 2 values");
            return;
        }
        ranges.items().forEach(IpRules::range);
        if (ranges.size() == 2) {
            Optional<Boolean> first = IpRules.isIpv6(ranges.index(0).text());
            if (first.isPresent() && first.equals(IpRules.isIpv6(ranges.index(1).text()))) {
                ranges.invalid("may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and"
                        + " 2001:db8::/64");
            }
        }
    }

    /** Only a second family can be added. */
    static void rangeChanged(Place range, Place old) {
        Place ranges = range.get("spec", "cidrs");
        Place before = old.get("spec", "cidrs");
        if (before.size() == ranges.size()) {
            for (int i = 0; i < ranges.size(); i++) {
                ranges.index(i).immutable(before.index(i));
            }
        } else if (before.size() == 1 && ranges.size() == 2) {
            ranges.index(0).immutable(before.index(0));
            ranges(range.get("spec"));
        } else {
            ranges.immutable(ranges.shown());
        }
    }
}
