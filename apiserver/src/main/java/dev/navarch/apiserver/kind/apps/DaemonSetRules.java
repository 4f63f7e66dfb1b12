package dev.navarch.apiserver.kind.apps;

import dev.navarch.apiserver.kind.fields.IntOrPercent;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.TemplateRules;

/** What must hold of DaemonSets. */
final class DaemonSetRules {

    private DaemonSetRules() {}

    static void created(Place set) {
        spec(set.get("spec"), false);
    }

    static void changed(Place set, Place old) {
        Place selector = old.get("spec", "selector");
        set.get("spec", "selector").immutable(selector);
        spec(set.get("spec"), LabelSelectorRules.hasInvalidValue(selector));
    }

    private static void spec(Place spec, boolean toleratesValues) {
        Place selector = spec.get("selector");
        LabelSelectorRules.validate(selector, toleratesValues);
        WorkloadRules.matching(spec);
        WorkloadRules.notEmpty(selector, "daemonset");
        TemplateRules.validate(spec.get("template"));
        WorkloadRules.alwaysRestarted(spec, "DaemonSet");
        spec.get("minReadySeconds").notNegative();
        strategy(spec.get("updateStrategy"));
        spec.get("revisionHistoryLimit").notNegative();
    }

    private static void strategy(Place strategy) {
        switch (strategy.get("type").text()) {
            case "OnDelete" -> {}
            case "RollingUpdate" -> {
                Place rolling = strategy.get("rollingUpdate");
                if (!rolling.isSet()) {
                    rolling.required("");
                } else {
                    rolling(rolling.get("maxUnavailable"), rolling.get("maxSurge"));
                }
            }
            default -> strategy.notSupported("RollingUpdate", "OnDelete");
        }
    }

    private static void rolling(Place unavailable, Place surge) {
        IntOrPercent.check(unavailable);
        IntOrPercent.check(surge);
        IntOrPercent.checkAtMostAll(unavailable);
        IntOrPercent.checkAtMostAll(surge);
        boolean hasUnavailable = IntOrPercent.value(unavailable) != 0;
        boolean hasSurge = IntOrPercent.value(surge) != 0;
        if (hasUnavailable && hasSurge) {
            surge.invalid("may not be set when maxUnavailable is non-zero");
        } else if (!hasUnavailable && !hasSurge) {
            unavailable.required("cannot be 0 when maxSurge is 0");
        }
    }

    static void status(Place set, Place old) {
        WorkloadRules.notNegative(
                set.get("status"),
                "currentNumberScheduled",
                "numberMisscheduled",
                "desiredNumberScheduled",
                "numberReady",
                "observedGeneration",
                "updatedNumberScheduled",
                "numberAvailable",
                "numberUnavailable",
                "collisionCount");
        WorkloadRules.collisionsOnlyGrow(set, old);
    }
}
