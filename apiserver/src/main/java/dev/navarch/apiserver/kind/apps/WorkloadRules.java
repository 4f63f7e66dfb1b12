package dev.navarch.apiserver.kind.apps;

import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;

/** What the workload kinds have in common: selectors that must match templates, amounts, pods that always restart. */
final class WorkloadRules {

    private static final String TOO_MANY = "cannot be greater than status.replicas";

    private WorkloadRules() {}

    /** Upstream speaks of deployments where it means ReplicaSets, so the kind's word is given. */
    static void selector(Place spec, String kind) {
        Place selector = spec.get("selector");
        if (!selector.isSet()) {
            selector.required("");
            return;
        }
        LabelSelectorRules.validate(selector);
        notEmpty(selector, kind);
    }

    static void notEmpty(Place selector, String kind) {
        if (selector.isSet()
                && selector.get("matchLabels").isEmpty()
                && selector.get("matchExpressions").isEmpty()) {
            selector.invalid("empty selector is invalid for " + kind);
        }
    }

    static boolean hasMeaning(Place selector) {
        return LabelSelectorRules.parsed(selector).isPresent();
    }

    /** The labels of the template must be what the selector asks for. */
    static void matching(Place spec) {
        Place labels = spec.get("template", "metadata", "labels");
        if (LabelSelectorRules.misses(spec.get("selector"), labels.value())) {
            labels.invalid("`selector` does not match template `labels`");
        }
    }

    static void alwaysRestarted(Place spec, String kind) {
        Place pod = spec.get("template", "spec");
        if (!pod.get("restartPolicy").is("Always")) {
            pod.get("restartPolicy").notSupported("Always");
        }
        if (pod.get("activeDeadlineSeconds").isSet()) {
            pod.get("activeDeadlineSeconds").forbidden("activeDeadlineSeconds in " + kind + " is not Supported");
        }
    }

    static void notNegative(Place parent, String... fields) {
        for (String field : fields) {
            parent.get(field).notNegative();
        }
    }

    /** None of these may be more than all replicas. */
    static void atMostReplicas(Place status, String... fields) {
        for (String field : fields) {
            if (status.get(field).number() > status.get("replicas").number()) {
                status.get(field).invalid(TOO_MANY);
            }
        }
    }

    static void availableAreReady(Place status, String text) {
        if (status.get("availableReplicas").number()
                > status.get("readyReplicas").number()) {
            status.get("availableReplicas").invalid(text);
        }
    }

    static void collisionsOnlyGrow(Place object, Place old) {
        Place now = object.get("status", "collisionCount");
        Place before = old.get("status", "collisionCount");
        if (before.isSet() && (!now.isSet() || now.number() < before.number())) {
            now.invalid(now.number(), "cannot be decremented");
        }
    }
}
