package dev.navarch.apiserver.kind.policy;

import dev.navarch.apiserver.kind.fields.ConditionRules;
import dev.navarch.apiserver.kind.fields.IntOrPercent;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;

/** What must hold of PodDisruptionBudgets. */
final class DisruptionBudgetRules {

    private DisruptionBudgetRules() {}

    static void created(Place budget) {
        spec(budget.get("spec"), false);
    }

    static void changed(Place budget, Place old) {
        spec(budget.get("spec"), LabelSelectorRules.hasInvalidValue(old.get("spec", "selector")));
    }

    private static void spec(Place spec, boolean toleratesValues) {
        if (spec.get("minAvailable").isSet() && spec.get("maxUnavailable").isSet()) {
            spec.invalid("minAvailable and maxUnavailable cannot be both set");
        }
        for (String field : new String[] {"minAvailable", "maxUnavailable"}) {
            if (spec.get(field).isSet()) {
                IntOrPercent.check(spec.get(field));
                IntOrPercent.checkAtMostAll(spec.get(field));
            }
        }
        LabelSelectorRules.validate(spec.get("selector"), toleratesValues);
        if (spec.get("unhealthyPodEvictionPolicy").isSet()) {
            spec.get("unhealthyPodEvictionPolicy").oneOf("AlwaysAllow", "IfHealthyBudget");
        }
    }

    static void status(Place budget) {
        Place status = budget.get("status");
        ConditionRules.validate(status.get("conditions"));
        for (String field : new String[] {"disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"}) {
            status.get(field).notNegative();
        }
    }
}
