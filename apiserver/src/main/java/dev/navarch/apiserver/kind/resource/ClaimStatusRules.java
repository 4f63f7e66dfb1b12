package dev.navarch.apiserver.kind.resource;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.ConditionRules;
import dev.navarch.apiserver.kind.fields.CsiDriverName;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.IpRules;
import dev.navarch.apiserver.kind.fields.Lists;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.NodeSelectors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a claim's status: who uses it, which devices it has, what drivers say of them. */
final class ClaimStatusRules {

    private static final int MAX_USERS = 256;
    private static final int MAX_RESULTS = 32;
    private static final int MAX_CONFIGURATIONS = 64;
    private static final int MAX_CONDITIONS = 8;
    private static final int MAX_DATA = 10 * 1024;
    private static final int MAX_INTERFACE = 256;
    private static final int MAX_HARDWARE_ADDRESS = 128;
    private static final int MAX_ADDRESSES = 16;
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private ClaimStatusRules() {}

    static void changed(Place claim, Place old) {
        Place status = claim.get("status");
        Lists.unique(
                status.get("reservedFor"), MAX_USERS, user -> user.get("uid").text(), ClaimStatusRules::user);
        Place allocation = status.get("allocation");
        Set<String> allocated = new HashSet<>();
        allocation.get("devices", "results").items().forEach(result -> allocated.add(identity(result)));
        Lists.unique(
                status.get("devices"),
                Integer.MAX_VALUE,
                ClaimStatusRules::identity,
                device -> device(device, allocated));
        reservations(claim, old);
        Place before = old.get("status", "allocation");
        if (before.isSet() && allocation.isSet()) {
            allocation.immutable(before);
        } else if (allocation.isSet()) {
            allocation(allocation, RequestNames.of(claim.get("spec", "devices")));
        }
    }

    private static String identity(Place device) {
        String share =
                device.get("shareID").isSet() ? "/" + device.get("shareID").text() : "";
        return device.get("driver").text() + "/" + device.get("pool").text() + "/"
                + device.get("device").text() + share;
    }

    private static void user(Place user) {
        for (String field : List.of("resource", "name", "uid")) {
            if (user.get(field).isEmpty()) {
                user.get(field).required("");
            }
        }
    }

    private static void reservations(Place claim, Place old) {
        Place users = claim.get("status", "reservedFor");
        if (users.isEmpty()) {
            return;
        }
        if (!claim.get("status", "allocation").isSet()) {
            users.forbidden("may not be specified when `allocated` is not set");
        } else if (claim.get("metadata", "deletionTimestamp").isSet()) {
            List<Place> before = old.get("status", "reservedFor").items();
            boolean grows =
                    users.items().stream().anyMatch(user -> before.stream().noneMatch(user::sameAs));
            if (grows) {
                users.forbidden(
                        "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set");
            }
        }
    }

    private static void allocation(Place allocation, RequestNames names) {
        Lists.atMost(allocation.get("devices", "results"), MAX_RESULTS, result -> {
            names.check(result.get("request"));
            CsiDriverName.check(result.get("driver"));
            DeviceNames.pool(result.get("pool"));
            result.get("device").form(Names::dns1123Label);
            SliceRules.bindingConditions(result);
            shareId(result.get("shareID"));
        });
        Lists.atMost(allocation.get("devices", "config"), MAX_CONFIGURATIONS, configuration -> {
            configuration.get("source").requiredOneOf("", "FromClaim", "FromClass");
            ClaimRules.references(configuration.get("requests"), names);
            DeviceClassRules.configuration(configuration);
        });
        Place selector = allocation.get("nodeSelector");
        if (selector.isSet()) {
            NodeSelectors.check(Field.at(selector.value(), selector.path(), selector.errors()), false);
        }
    }

    private static void shareId(Place id) {
        if (id.isSet() && !id.text().matches(UUID)) {
            id.invalid("uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase"
                    + " hexadecimal characters");
        }
    }

    private static void device(Place device, Set<String> allocated) {
        CsiDriverName.check(device.get("driver"));
        DeviceNames.pool(device.get("pool"));
        device.get("device").form(Names::dns1123Label);
        shareId(device.get("shareID"));
        if (!allocated.contains(identity(device))) {
            device.invalid(identity(device), "must be an allocated device in the claim");
        }
        Place conditions = device.get("conditions");
        if (conditions.size() > MAX_CONDITIONS) {
            conditions.tooMany(conditions.size(), MAX_CONDITIONS);
        }
        ConditionRules.validate(conditions);
        if (device.get("data").isSet()) {
            DeviceNames.parameters(device.get("data"), MAX_DATA);
        }
        network(device.get("networkData"));
    }

    private static void network(Place data) {
        if (data.get("interfaceName").text().length() > MAX_INTERFACE) {
            data.get("interfaceName").tooLong(MAX_INTERFACE);
        }
        if (data.get("hardwareAddress").text().length() > MAX_HARDWARE_ADDRESS) {
            data.get("hardwareAddress").tooLong(MAX_HARDWARE_ADDRESS);
        }
        Lists.unique(data.get("ips"), MAX_ADDRESSES, Place::text, IpRules::interfaceAddress);
    }
}
