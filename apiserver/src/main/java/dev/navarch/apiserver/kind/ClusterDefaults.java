package dev.navarch.apiserver.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import java.util.List;

/** The defaults of the networking, storage, scheduling and flow control kinds. */
final class ClusterDefaults {

    private ClusterDefaults() {}

    static void endpointSlice(ObjectNode slice) {
        for (ObjectNode port : Fields.objects(slice, "ports")) {
            if (!Fields.isSet(port, "name")) {
                port.put("name", "");
            }
            if (!Fields.isSet(port, "protocol")) {
                port.put("protocol", "TCP");
            }
        }
    }

    static void networkPolicy(ObjectNode policy) {
        ObjectNode spec = Fields.objectOrNew(policy, "spec");
        for (String direction : List.of("ingress", "egress")) {
            for (ObjectNode rule : Fields.objects(spec, direction)) {
                for (ObjectNode port : Fields.objects(rule, "ports")) {
                    if (!Fields.isSet(port, "protocol")) {
                        port.put("protocol", "TCP");
                    }
                }
            }
        }
        if (Fields.strings(spec, "policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes");
            types.add("Ingress");
            if (!Fields.objects(spec, "egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    static void ingressClass(ObjectNode ingressClass) {
        ObjectNode parameters = Fields.object(Fields.object(ingressClass, "spec"), "parameters");
        if (parameters != null && !Fields.isSet(parameters, "scope")) {
            parameters.put("scope", "Cluster");
        }
    }

    static void priorityClass(ObjectNode priorityClass) {
        Fields.defaultText(priorityClass, "preemptionPolicy", "PreemptLowerPriority");
    }

    static void storageClass(ObjectNode storageClass) {
        Fields.defaultText(storageClass, "reclaimPolicy", "Delete");
        Fields.defaultText(storageClass, "volumeBindingMode", "Immediate");
    }

    static void csiDriver(ObjectNode driver) {
        ObjectNode spec = Fields.objectOrNew(driver, "spec");
        Fields.defaultBoolean(spec, "attachRequired", true);
        Fields.defaultBoolean(spec, "podInfoOnMount", false);
        Fields.defaultBoolean(spec, "storageCapacity", false);
        Fields.defaultText(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
        if (Fields.strings(spec, "volumeLifecycleModes").isEmpty()) {
            spec.putArray("volumeLifecycleModes").add("Persistent");
        }
        Fields.defaultBoolean(spec, "requiresRepublish", false);
        Fields.defaultBoolean(spec, "seLinuxMount", false);
    }

    static void flowSchema(ObjectNode schema) {
        Fields.defaultNumberIfZero(Fields.objectOrNew(schema, "spec"), "matchingPrecedence", 1000);
    }

    static void priorityLevel(ObjectNode level) {
        ObjectNode spec = Fields.object(level, "spec");
        ObjectNode exempt = Fields.object(spec, "exempt");
        if (exempt != null) {
            Fields.defaultNumber(exempt, "nominalConcurrencyShares", 0);
            Fields.defaultNumber(exempt, "lendablePercent", 0);
        }
        ObjectNode limited = Fields.object(spec, "limited");
        if (limited != null) {
            Fields.defaultNumber(limited, "nominalConcurrencyShares", 30);
            Fields.defaultNumber(limited, "lendablePercent", 0);
            ObjectNode queuing = Fields.object(Fields.object(limited, "limitResponse"), "queuing");
            if (queuing != null) {
                Fields.defaultNumberIfZero(queuing, "handSize", 8);
                Fields.defaultNumberIfZero(queuing, "queues", 64);
                Fields.defaultNumberIfZero(queuing, "queueLengthLimit", 50);
            }
        }
    }
}
