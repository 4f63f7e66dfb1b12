package dev.navarch.apiserver.kind.apps;

import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.TemplateRules;

/** What must hold of ReplicaSets. */
final class ReplicaSetRules {

    private ReplicaSetRules() {}

    static void created(Place set) {
        spec(set.get("spec"));
    }

    static void changed(Place set, Place old) {
        spec(set.get("spec"));
        set.get("spec", "selector").immutable(old.get("spec", "selector"));
    }

    private static void spec(Place spec) {
        spec.get("replicas").notNegative();
        spec.get("minReadySeconds").notNegative();
        WorkloadRules.selector(spec, "deployment");
        template(spec);
    }

    /** The template of a spec, where its selector has a meaning. */
    static void template(Place spec) {
        Place selector = spec.get("selector");
        if (!WorkloadRules.hasMeaning(selector)) {
            selector.invalid("invalid label selector");
            return;
        }
        WorkloadRules.matching(spec);
        TemplateRules.validate(spec.get("template"));
        WorkloadRules.alwaysRestarted(spec, "ReplicaSet");
    }

    static void status(Place set) {
        Place status = set.get("status");
        WorkloadRules.notNegative(
                status,
                "replicas",
                "fullyLabeledReplicas",
                "readyReplicas",
                "availableReplicas",
                "observedGeneration",
                "terminatingReplicas");
        WorkloadRules.atMostReplicas(status, "fullyLabeledReplicas", "readyReplicas", "availableReplicas");
        WorkloadRules.availableAreReady(status, "cannot be greater than readyReplicas");
    }
}
