package dev.navarch.apiserver.kind.core.replicationcontroller;

import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.TemplateRules;
import java.util.List;

/** What must hold of a ReplicationController. */
public final class ReplicationControllerRules {

    private static final List<String> COUNTS =
            List.of("replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration");

    private ReplicationControllerRules() {}

    public static void created(Place controller) {
        spec(controller.get("spec"), Place.nothing());
    }

    public static void changed(Place controller, Place old) {
        spec(controller.get("spec"), old.get("spec", "template"));
    }

    private static void spec(Place spec, Place oldTemplate) {
        if (spec.get("replicas").isSet()) {
            spec.get("replicas").notNegative();
        } else {
            spec.get("replicas").required("");
        }
        spec.get("minReadySeconds").notNegative();
        Place selector = spec.get("selector");
        if (selector.isEmpty()) {
            selector.required("");
        }
        Place template = spec.get("template");
        if (template.isSet()) {
            template(template, selector, oldTemplate);
        } else {
            template.required("");
        }
    }

    private static void template(Place template, Place selector, Place old) {
        Place labels = template.get("metadata", "labels");
        if (!selector.map().entrySet().stream()
                .allMatch(label -> label.getValue().equals(labels.map().get(label.getKey())))) {
            labels.invalid("`selector` does not match template `labels`");
        }
        TemplateRules.validate(template, old);
        Place restartPolicy = template.get("spec", "restartPolicy");
        if (!restartPolicy.is("Always")) {
            restartPolicy.notSupported("Always");
        }
        if (template.get("spec", "activeDeadlineSeconds").isSet()) {
            template.get("spec", "activeDeadlineSeconds")
                    .forbidden("activeDeadlineSeconds in ReplicationController is not Supported");
        }
    }

    public static void status(Place controller, Place old) {
        Place status = controller.get("status");
        COUNTS.forEach(count -> status.get(count).notNegative());
        long replicas = status.get("replicas").number();
        for (String count : List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas")) {
            if (status.get(count).number() > replicas) {
                status.get(count).invalid("cannot be greater than status.replicas");
            }
        }
        Place available = status.get("availableReplicas");
        if (available.number() > status.get("readyReplicas").number()) {
            available.invalid("cannot be greater than readyReplicas");
        }
    }
}
