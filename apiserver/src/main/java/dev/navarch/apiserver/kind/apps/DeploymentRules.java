package dev.navarch.apiserver.kind.apps;

import dev.navarch.apiserver.kind.fields.IntOrPercent;
import dev.navarch.apiserver.kind.fields.Place;

/** What must hold of Deployments. */
final class DeploymentRules {

    private DeploymentRules() {}

    static void created(Place deployment) {
        spec(deployment.get("spec"));
    }

    static void changed(Place deployment, Place old) {
        spec(deployment.get("spec"));
        deployment.get("spec", "selector").immutable(old.get("spec", "selector"));
    }

    private static void spec(Place spec) {
        spec.get("replicas").notNegative();
        WorkloadRules.selector(spec, "deployment");
        ReplicaSetRules.template(spec);
        strategy(spec.get("strategy"));
        spec.get("minReadySeconds").notNegative();
        spec.get("revisionHistoryLimit").notNegative();
        Place deadline = spec.get("progressDeadlineSeconds");
        if (deadline.isSet()) {
            deadline.notNegative();
            if (deadline.number() <= spec.get("minReadySeconds").number()) {
                deadline.invalid("must be greater than minReadySeconds");
            }
        }
    }

    private static void strategy(Place strategy) {
        Place rolling = strategy.get("rollingUpdate");
        switch (strategy.get("type").text()) {
            case "Recreate" -> {
                if (rolling.isSet()) {
                    rolling.forbidden("may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> {
                if (!rolling.isSet()) {
                    rolling.required("this should be defaulted and never be nil");
                } else {
                    rolling(rolling.get("maxUnavailable"), rolling.get("maxSurge"));
                }
            }
            default -> strategy.notSupported("Recreate", "RollingUpdate");
        }
    }

    private static void rolling(Place unavailable, Place surge) {
        IntOrPercent.check(unavailable);
        IntOrPercent.check(surge);
        if (IntOrPercent.value(unavailable) == 0 && IntOrPercent.value(surge) == 0) {
            unavailable.invalid("may not be 0 when `maxSurge` is 0");
        }
        IntOrPercent.checkAtMostAll(unavailable);
    }

    static void status(Place deployment, Place old) {
        Place status = deployment.get("status");
        WorkloadRules.notNegative(
                status,
                "observedGeneration",
                "replicas",
                "updatedReplicas",
                "readyReplicas",
                "availableReplicas",
                "unavailableReplicas",
                "terminatingReplicas",
                "collisionCount");
        WorkloadRules.atMostReplicas(status, "updatedReplicas", "readyReplicas", "availableReplicas");
        WorkloadRules.availableAreReady(status, "cannot be greater than readyReplicas");
        WorkloadRules.collisionsOnlyGrow(deployment, old);
    }
}
