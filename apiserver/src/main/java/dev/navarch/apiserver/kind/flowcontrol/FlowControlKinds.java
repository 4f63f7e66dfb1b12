package dev.navarch.apiserver.kind.flowcontrol;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.HashSet;
import java.util.Set;

/** The kinds of {@code flowcontrol.apiserver.k8s.io}. */
public final class FlowControlKinds {

    private static final String GROUP = "flowcontrol.apiserver.k8s.io";

    private FlowControlKinds() {}

    public static void register(KindStrategies strategies) {
        strategies.put(
                new GroupResource(GROUP, "flowschemas"),
                kind().defaults(schema -> Fields.defaultNumberIfZero(
                                Fields.objectOrNew(schema, "spec"), "matchingPrecedence", 1000))
                        .counted()
                        .rules(FlowSchemaRules::check)
                        .statusRules((schema, old) -> conditions(schema))
                        .build());
        strategies.put(
                new GroupResource(GROUP, "prioritylevelconfigurations"),
                kind().defaults(FlowControlKinds::defaultLevel)
                        .counted()
                        .rules(PriorityLevelRules::check)
                        .statusRules((level, old) -> conditions(level))
                        .build());
    }

    private static void defaultLevel(ObjectNode level) {
        ObjectNode spec = Fields.object(level, "spec");
        for (String type : new String[] {"exempt", "limited"}) {
            ObjectNode part = Fields.object(spec, type);
            if (part != null) {
                Fields.defaultNumber(part, "nominalConcurrencyShares", type.equals("limited") ? 30 : 0);
                Fields.defaultNumber(part, "lendablePercent", 0);
            }
        }
        ObjectNode response = Fields.object(Fields.object(spec, "limited"), "limitResponse");
        ObjectNode queuing = Fields.object(response, "queuing");
        if (queuing != null) {
            Fields.defaultNumberIfZero(queuing, "handSize", 8);
            Fields.defaultNumberIfZero(queuing, "queues", 64);
            Fields.defaultNumberIfZero(queuing, "queueLengthLimit", 50);
        }
    }

    /** The conditions of a status, each of a type of its own. */
    static void conditions(Place object) {
        Set<String> types = new HashSet<>();
        for (Place condition : object.get("status", "conditions").items()) {
            Place type = condition.get("type");
            if (!types.add(type.text())) {
                type.duplicate();
            }
            if (type.isEmpty()) {
                type.required("");
            }
        }
    }
}
