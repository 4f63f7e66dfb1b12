package dev.navarch.apiserver.kind.policy;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;

/** The kinds of {@code policy}. */
public final class PolicyKinds {

    private PolicyKinds() {}

    public static void register(KindStrategies strategies) {
        strategies.put(
                new GroupResource("policy", "poddisruptionbudgets"),
                kind().counted()
                        .conditionalUpdateOnly()
                        .rules(DisruptionBudgetRules::created)
                        .updateRules(DisruptionBudgetRules::changed)
                        .statusRules((budget, old) -> DisruptionBudgetRules.status(budget))
                        .build());
    }
}
