package dev.navarch.apiserver.kind.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Lists;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold of a device in a slice. */
final class DeviceRules {

    private static final int MAX_ENTRIES = 32;
    private static final int MAX_TAINTS = 16;
    private static final int MAX_CONSUMPTIONS = 2;
    private static final int MAX_VALUE = 64;
    private static final int MAX_KEY = 63 + 1 + 32;
    private static final List<String> VALUES = List.of("bool", "int", "string", "version");
    private static final String NUMBER = "(0|[1-9]\\d*)";
    private static final String PRE_RELEASE = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final Pattern SEMANTIC_VERSION = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(-"
            + PRE_RELEASE + "(\\." + PRE_RELEASE + ")*)?(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?");

    private DeviceRules() {}

    static void check(Place device, Place oldDevices, boolean perDevice) {
        device.get("name").form(Names::dns1123Label);
        Place attributes = device.get("attributes");
        Place capacity = device.get("capacity");
        int entries = attributes.size() + capacity.size();
        if (entries > MAX_ENTRIES) {
            device.invalid(entries, "the total number of attributes and capacities must not exceed " + MAX_ENTRIES);
        }
        for (String name : attributes.keys()) {
            DeviceNames.qualified(attributes, name);
            attribute(attributes.key(name), attributes.key(shortened(name)));
        }
        boolean shared = device.get("allowMultipleAllocations").isTrue();
        for (String name : capacity.keys()) {
            DeviceNames.qualified(capacity, name);
            capacity(capacity.key(name), shared);
        }
        if (!device.get("taints").sameAs(former(device, oldDevices).get("taints"))) {
            Lists.atMost(device.get("taints"), MAX_TAINTS, DeviceNames::taint);
        }
        Lists.unique(
                device.get("consumesCounters"),
                MAX_CONSUMPTIONS,
                consumption -> consumption.get("counterSet").text(),
                consumption -> {
                    consumption.get("counterSet").requiredForm("", Names::dns1123Label);
                    SliceRules.counters(consumption.get("counters"));
                });
        nodes(device, perDevice);
        SliceRules.bindingConditions(device);
    }

    private static Place former(Place device, Place oldDevices) {
        return oldDevices.items().stream()
                .filter(old -> old.get("name").is(device.get("name").text()))
                .findFirst()
                .orElseGet(Place::nothing);
    }

    /** As much of a key as is shown in paths. */
    private static String shortened(String key) {
        if (key.length() <= MAX_KEY) {
            return key;
        }
        int remaining = MAX_KEY - 3;
        return key.substring(0, (remaining + 1) / 2) + "..." + key.substring(key.length() - remaining / 2);
    }

    private static void attribute(Place attribute, Place shown) {
        long set = VALUES.stream().filter(value -> attribute.get(value).isSet()).count();
        Place text = attribute.get("string");
        if (text.text().length() > MAX_VALUE) {
            text.tooLong(MAX_VALUE);
        }
        Place version = attribute.get("version");
        if (version.isSet()) {
            if (!SEMANTIC_VERSION.matcher(version.text()).matches()) {
                version.invalid("must be a string compatible with semver.org spec 2.0.0");
            }
            if (version.text().length() > MAX_VALUE) {
                version.tooLong(MAX_VALUE);
            }
        }
        if (set == 0) {
            shown.invalid("", "exactly one value must be specified");
        } else if (set > 1) {
            attribute.invalid(internal(attribute), "exactly one value must be specified");
        }
    }

    /** Upstream's names of the values differ from those in its API. */
    private static JsonNode internal(Place attribute) {
        var struct = Json.object();
        for (String name : new String[] {"int", "bool", "string", "version"}) {
            struct.set(
                    Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Value",
                    attribute.get(name).shown());
        }
        for (String name : new String[] {"Int", "Bool", "String", "Version"}) {
            struct.putNull(name + "Values");
        }
        return struct;
    }

    private static void capacity(Place capacity, boolean shared) {
        Place policy = capacity.get("requestPolicy");
        if (!policy.isSet()) {
            return;
        }
        if (!shared) {
            policy.forbidden("allowMultipleAllocations must be true");
        } else {
            RequestPolicyRules.check(policy, capacity.get("value"));
        }
    }

    private static void nodes(Place device, boolean perDevice) {
        Place name = device.get("nodeName");
        Place selector = device.get("nodeSelector");
        Place all = device.get("allNodes");
        if (!perDevice) {
            if (name.isSet() || selector.isSet() || all.isSet()) {
                device.invalid(
                        null,
                        "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to"
                                + " true in the ResourceSlice spec");
            }
            return;
        }
        List<String> set = new ArrayList<>();
        SliceRules.nodeName(name, "must not be empty", set);
        if (selector.isSet()) {
            SliceRules.selector(selector, set);
        }
        SliceRules.onlyTrue(all, "`allNodes`", set);
        String oneOf = "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when"
                + " `perDeviceNodeSelection` is set to true in the ResourceSlice spec";
        if (set.isEmpty()) {
            device.required(oneOf);
        } else if (set.size() > 1) {
            device.invalid("{" + String.join(", ", set) + "}", oneOf);
        }
    }
}
