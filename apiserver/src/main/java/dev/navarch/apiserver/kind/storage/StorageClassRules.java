package dev.navarch.apiserver.kind.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.DeprecatedNodeLabels;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What must hold of StorageClasses. */
final class StorageClassRules {

    private static final int MAX_PARAMETERS = 512;
    private static final int MAX_PARAMETERS_SIZE = 256 * 1024;

    private StorageClassRules() {}

    static void created(Place storageClass) {
        provisioner(storageClass.get("provisioner"));
        parameters(storageClass.get("parameters"), true);
        Place reclaim = storageClass.get("reclaimPolicy");
        if (!reclaim.isEmpty()) {
            reclaim.oneOf("Delete", "Retain");
        }
        Place mode = storageClass.get("volumeBindingMode");
        if (!mode.isSet()) {
            mode.required("");
        } else {
            mode.oneOf("Immediate", "WaitForFirstConsumer");
        }
        topologies(storageClass.get("allowedTopologies"));
    }

    static void changed(Place storageClass, Place old) {
        created(storageClass);
        for (String field : List.of("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode")) {
            storageClass.get(field).immutable(old.get(field));
        }
    }

    static void provisioner(Place provisioner) {
        if (provisioner.isEmpty()) {
            provisioner.required("");
            return;
        }
        String name = provisioner.text().toLowerCase(Locale.ROOT);
        Names.qualifiedName(name).forEach(problem -> provisioner.invalid(name, problem));
    }

    static void parameters(Place parameters, boolean mayBeEmpty) {
        if (parameters.size() > MAX_PARAMETERS) {
            parameters.tooLong(MAX_PARAMETERS);
            return;
        }
        long size = 0;
        for (Map.Entry<String, String> entry : parameters.map().entrySet()) {
            if (entry.getKey().isEmpty()) {
                parameters.invalid("", "field can not be empty.");
            }
            size += entry.getKey().length() + (long) entry.getValue().length();
        }
        if (size > MAX_PARAMETERS_SIZE) {
            parameters.tooLong(MAX_PARAMETERS_SIZE);
        }
        if (!mayBeEmpty && parameters.isEmpty()) {
            parameters.required("must contain at least one key/value pair");
        }
    }

    private static void topologies(Place topologies) {
        List<Map<String, Set<String>>> seen = new ArrayList<>();
        for (Place term : topologies.items()) {
            Map<String, Set<String>> values = topology(term.get("matchLabelExpressions"));
            // Upstream compares with as many empty terms as there are terms, too.
            int times = values.isEmpty() ? topologies.size() : 0;
            times += (int) seen.stream().filter(values::equals).count();
            for (int i = 0; i < times; i++) {
                term.get("matchLabelExpressions").duplicate("");
            }
            seen.add(values);
        }
    }

    private static Map<String, Set<String>> topology(Place expressions) {
        Map<String, Set<String>> values = new HashMap<>();
        for (Place expression : expressions.items()) {
            Place list = expression.get("values");
            if (list.isEmpty()) {
                list.required("");
            }
            Set<String> seen = new HashSet<>();
            for (Place value : list.items()) {
                if (!seen.add(value.text())) {
                    value.duplicate();
                }
            }
            Place key = expression.get("key");
            key.form(Names::qualifiedName);
            if (values.put(key.text(), seen) != null) {
                key.duplicate();
            }
        }
        return values;
    }

    static List<String> warnings(ObjectNode storageClass) {
        var warnings = new ArrayList<String>();
        Place.check(storageClass, place -> {
            for (Place topology : place.get("allowedTopologies").items()) {
                for (Place expression : topology.get("matchLabelExpressions").items()) {
                    Place key = expression.get("key");
                    DeprecatedNodeLabels.message(key.text()).ifPresent(text -> warnings.add(key.path() + ": " + text));
                }
            }
        });
        return warnings;
    }
}
