package dev.navarch.apiserver.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;

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

    static void priorityClass(ObjectNode priorityClass) {
        Fields.defaultText(priorityClass, "preemptionPolicy", "PreemptLowerPriority");
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
