package dev.navarch.apiserver.kind.autoscaling;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;

/** The kinds of {@code autoscaling}. */
public final class AutoscalingKinds {

    private AutoscalingKinds() {}

    public static void register(KindStrategies strategies) {
        strategies.put(
                new GroupResource("autoscaling", "horizontalpodautoscalers"),
                kind().defaults(AutoscalerDefaults::apply)
                        .rules(AutoscalerRules::created)
                        .updateRules(AutoscalerRules::changed)
                        .statusRules((autoscaler, old) -> {
                            autoscaler.get("status", "currentReplicas").notNegative();
                            autoscaler.get("status", "desiredReplicas").notNegative();
                        })
                        .build());
    }
}
