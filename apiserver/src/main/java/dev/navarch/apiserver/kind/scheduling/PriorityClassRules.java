package dev.navarch.apiserver.kind.scheduling;

import dev.navarch.apiserver.kind.fields.Place;
import java.util.Map;

/** What must hold of PriorityClasses. */
final class PriorityClassRules {

    private static final int HIGHEST_OF_USERS = 1_000_000_000;
    private static final String PREFIX = "system-";
    private static final Map<String, Integer> SYSTEM_CLASSES = Map.of(
            "system-node-critical", 2 * HIGHEST_OF_USERS + 1000, "system-cluster-critical", 2 * HIGHEST_OF_USERS);

    private PriorityClassRules() {}

    static void created(Place priorityClass) {
        Place name = priorityClass.get("metadata", "name");
        Place value = priorityClass.get("value");
        if (name.text().startsWith(PREFIX)) {
            String problem = problem(
                    name.text(),
                    value.number(),
                    priorityClass.get("globalDefault").isTrue());
            if (!problem.isEmpty()) {
                name.forbidden("priority class names with '" + PREFIX
                        + "' prefix are reserved for system use only. error: " + problem);
            }
        } else if (value.number() > HIGHEST_OF_USERS) {
            value.forbidden("maximum allowed value of a user defined priority is " + HIGHEST_OF_USERS);
        }
        if (priorityClass.get("preemptionPolicy").isSet()) {
            priorityClass.get("preemptionPolicy").requiredOneOf("", "PreemptLowerPriority", "Never");
        }
    }

    private static String problem(String name, long value, boolean globalDefault) {
        Integer expected = SYSTEM_CLASSES.get(name);
        if (expected == null) {
            return name + " is not a known system priority class";
        }
        if (expected != value) {
            return "value of " + name + " PriorityClass must be " + expected;
        }
        return globalDefault ? "globalDefault of " + name + " PriorityClass must be false" : "";
    }

    static void changed(Place priorityClass, Place old) {
        if (!priorityClass.get("value").sameAs(old.get("value"))) {
            priorityClass.get("value").forbidden("may not be changed in an update.");
        }
        priorityClass.get("preemptionPolicy").immutable(old.get("preemptionPolicy"));
    }
}
