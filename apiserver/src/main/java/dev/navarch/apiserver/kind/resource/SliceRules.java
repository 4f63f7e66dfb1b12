package dev.navarch.apiserver.kind.resource;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.CsiDriverName;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Lists;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.NodeSelectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of ResourceSlices. */
final class SliceRules {

    private static final int MAX_DEVICES = 128;
    private static final int MAX_SPECIAL_DEVICES = 64;
    private static final int MAX_COUNTER_SETS = 8;
    private static final int MAX_COUNTERS = 32;
    private static final int MAX_BINDING_CONDITIONS = 4;
    private static final String ONE_OF =
            "exactly one of `nodeName`, `nodeSelector`, `allNodes`," + " `perDeviceNodeSelection` is required";

    private SliceRules() {}

    static void created(Place slice) {
        check(slice.get("spec"), Place.nothing());
    }

    static void changed(Place slice, Place old) {
        check(slice.get("spec"), old.get("spec"));
    }

    private static void check(Place spec, Place old) {
        CsiDriverName.check(spec.get("driver"));
        pool(spec.get("pool"));
        if (old.isSet()) {
            spec.get("pool", "name").immutable(old.get("pool", "name"));
            spec.get("driver").immutable(old.get("driver"));
            spec.get("nodeName").immutable(old.get("nodeName"));
        }
        nodes(spec);
        Place devices = spec.get("devices");
        Place counters = spec.get("sharedCounters");
        if (counters.isSet() && devices.isSet()) {
            spec.invalid("", "only one of `sharedCounters` or `devices` is allowed");
        }
        boolean special = devices.items().stream()
                .anyMatch(device -> !device.get("taints").isEmpty()
                        || !device.get("consumesCounters").isEmpty());
        boolean perDevice = spec.get("perDeviceNodeSelection").isTrue();
        Lists.unique(
                devices,
                special ? MAX_SPECIAL_DEVICES : MAX_DEVICES,
                device -> device.get("name").text(),
                device -> DeviceRules.check(device, old.get("devices"), perDevice));
        Lists.unique(counters, MAX_COUNTER_SETS, set -> set.get("name").text(), set -> {
            set.get("name").requiredForm("", Names::dns1123Label);
            counters(set.get("counters"));
        });
    }

    private static void pool(Place pool) {
        DeviceNames.pool(pool.get("name"));
        if (pool.get("resourceSliceCount").number() <= 0) {
            pool.get("resourceSliceCount").invalid("must be greater than zero");
        }
        if (pool.get("generation").number() < 0) {
            pool.get("generation").invalid("must be greater than or equal to zero");
        }
    }

    private static void nodes(Place spec) {
        List<String> set = new ArrayList<>();
        nodeName(spec.get("nodeName"), "must be either unset or set to a non-empty string", set);
        Place selector = spec.get("nodeSelector");
        if (selector.isSet()) {
            selector(selector, set);
            if (selector.get("nodeSelectorTerms").size() != 1) {
                selector.get("nodeSelectorTerms").invalid("must have exactly one node selector term");
            }
        }
        onlyTrue(spec.get("allNodes"), "`allNodes`", set);
        onlyTrue(spec.get("perDeviceNodeSelection"), "`perDeviceNodeSelection`", set);
        if (set.isEmpty()) {
            spec.required(ONE_OF);
        } else if (set.size() > 1) {
            spec.invalid("{" + String.join(", ", set) + "}", ONE_OF + ", but multiple fields are set");
        }
    }

    static void nodeName(Place name, String whenEmpty, List<String> set) {
        if (!name.isSet()) {
            return;
        }
        if (name.isEmpty()) {
            name.invalid(whenEmpty);
        } else {
            set.add("`nodeName`");
            name.form(Names::dns1123Subdomain);
        }
    }

    static void selector(Place selector, List<String> set) {
        set.add("`nodeSelector`");
        NodeSelectors.check(Field.at(selector.value(), selector.path(), selector.errors()), false);
    }

    static void onlyTrue(Place flag, String name, List<String> set) {
        if (flag.isTrue()) {
            set.add(name);
        } else if (flag.isSet()) {
            flag.invalid("must be either unset or set to true");
        }
    }

    /** Counters by name. */
    static void counters(Place counters) {
        if (counters.isEmpty()) {
            counters.required("");
        } else if (counters.size() > MAX_COUNTERS) {
            counters.tooMany(counters.size(), MAX_COUNTERS);
        } else {
            for (String name : counters.keys()) {
                Names.dns1123Label(name).forEach(problem -> counters.invalid(name, problem));
            }
        }
    }

    /** Conditions that must come, or must not, before a pod with the device is bound. */
    static void bindingConditions(Place device) {
        Place success = device.get("bindingConditions");
        Place failure = device.get("bindingFailureConditions");
        Lists.atMost(success, MAX_BINDING_CONDITIONS, condition -> condition.form(Names::qualifiedName));
        Lists.atMost(failure, MAX_BINDING_CONDITIONS, condition -> condition.form(Names::qualifiedName));
        twice(success);
        Set<String> seen = new HashSet<>();
        for (Place condition : failure.items()) {
            if (!seen.add(condition.text())) {
                condition.duplicate();
            }
            if (success.texts().contains(condition.text())) {
                condition.invalid("bindingFailureConditions must not overlap with bindingConditions");
            }
        }
        if (success.isEmpty() && !failure.isEmpty()) {
            success.invalid("bindingConditions are required to use bindingFailureConditions");
        }
        if (failure.isEmpty() && !success.isEmpty()) {
            failure.invalid("bindingFailureConditions are required to use bindingConditions");
        }
    }

    private static void twice(Place list) {
        Set<String> seen = new HashSet<>();
        for (Place item : list.items()) {
            if (!seen.add(item.text())) {
                item.duplicate();
            }
        }
    }
}
