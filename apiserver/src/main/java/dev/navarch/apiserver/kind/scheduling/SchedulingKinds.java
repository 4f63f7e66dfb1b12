package dev.navarch.apiserver.kind.scheduling;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.Generation;

/** The kinds of {@code scheduling.k8s.io}. */
public final class SchedulingKinds {

    private SchedulingKinds() {}

    public static void register(KindStrategies strategies) {
        strategies.put(
                new GroupResource("scheduling.k8s.io", "priorityclasses"),
                kind().defaults(priorityClass -> {
                            if (!Fields.isSet(priorityClass, "preemptionPolicy")) {
                                priorityClass.put("preemptionPolicy", "PreemptLowerPriority");
                            }
                        })
                        .generation(Generation.FIXED)
                        .rules(PriorityClassRules::created)
                        .updateRules(PriorityClassRules::changed)
                        .build());
    }
}
