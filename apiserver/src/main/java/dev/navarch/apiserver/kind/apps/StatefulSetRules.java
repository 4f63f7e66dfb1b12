package dev.navarch.apiserver.kind.apps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.IntOrPercent;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.fields.SemanticEquality;
import dev.navarch.apiserver.kind.podspec.TemplateRules;
import dev.navarch.apiserver.kind.podspec.TemplateWarnings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold of StatefulSets. */
final class StatefulSetRules {

    private static final List<String> CHANGEABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private StatefulSetRules() {}

    static void created(Place set) {
        spec(set.get("spec"), true, true);
    }

    /** What cannot be changed any more, and a template that was wrong before, are not looked at again. */
    static void changed(Place set, Place old) {
        boolean templateWasRight =
                old.get("spec").found(spec -> spec(spec, false, true)).isEmpty();
        Place spec = set.get("spec");
        spec(spec, false, templateWasRight);
        if (!SemanticEquality.equal(fixed(spec), fixed(old.get("spec")))) {
            spec.forbidden("updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                    + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                    + " 'minReadySeconds' are forbidden");
        }
    }

    private static ObjectNode fixed(Place spec) {
        ObjectNode rest = Json.object();
        if (spec.value() instanceof ObjectNode fields) {
            rest.setAll(fields);
        }
        rest.remove(CHANGEABLE);
        return rest;
    }

    private static void spec(Place spec, boolean isNew, boolean withTemplate) {
        Place management = spec.get("podManagementPolicy");
        if (management.isEmpty()) {
            management.required("");
        } else if (!management.is("OrderedReady", "Parallel")) {
            management.invalid("must be 'OrderedReady' or 'Parallel'");
        }
        strategy(spec.get("updateStrategy"));
        Place retention = spec.get("persistentVolumeClaimRetentionPolicy");
        if (retention.isSet()) {
            retention.get("whenDeleted").oneOf("Retain", "Delete");
            retention.get("whenScaled").oneOf("Retain", "Delete");
        }
        spec.get("replicas").notNegative();
        spec.get("minReadySeconds").notNegative();
        spec.get("ordinals", "start").notNegative();
        Place service = spec.get("serviceName");
        if (isNew && !service.isEmpty()) {
            service.form(Names::dns1123Label);
        }
        WorkloadRules.selector(spec, "statefulset");
        template(spec, withTemplate);
        WorkloadRules.alwaysRestarted(spec, "StatefulSet");
    }

    private static void strategy(Place strategy) {
        Place rolling = strategy.get("rollingUpdate");
        switch (strategy.get("type").text()) {
            case "" -> strategy.required("");
            case "OnDelete" -> {
                if (rolling.isSet()) {
                    rolling.invalid("only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> {
                rolling.get("partition").notNegative();
                Place unavailable = rolling.get("maxUnavailable");
                if (unavailable.isSet()) {
                    IntOrPercent.check(unavailable);
                    if (IntOrPercent.value(unavailable) == 0) {
                        unavailable.invalid("cannot be 0");
                    }
                    IntOrPercent.checkAtMostAll(unavailable);
                }
            }
            default -> strategy.invalid("must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    private static void template(Place spec, boolean complete) {
        Place selector = spec.get("selector");
        if (!WorkloadRules.hasMeaning(selector)) {
            selector.invalid("");
            return;
        }
        WorkloadRules.matching(spec);
        Place template = asInPods(spec);
        if (complete) {
            TemplateRules.validate(template);
        }
        TemplateRules.metadata(template);
    }

    /** The template with the volumes of its claims, and without what the controller sets in each pod. */
    private static Place asInPods(Place spec) {
        Place template = spec.get("template");
        if (!(template.value() instanceof ObjectNode node)) {
            return template;
        }
        ObjectNode copy = node.deepCopy();
        if (copy.get("spec") instanceof ObjectNode pod) {
            pod.remove(List.of("hostname", "subdomain"));
            if (!spec.get("volumeClaimTemplates").isEmpty()) {
                pod.set("volumes", volumes(spec));
            }
        }
        return template.as(copy);
    }

    private static ArrayNode volumes(Place spec) {
        Map<String, ObjectNode> volumes = new LinkedHashMap<>();
        for (Place claim : spec.get("volumeClaimTemplates").items()) {
            String name = claim.get("metadata", "name").text();
            ObjectNode volume = Json.object().put("name", name);
            volume.putObject("persistentVolumeClaim").put("claimName", name);
            volumes.put(name, volume);
        }
        ArrayNode all = Json.array();
        volumes.values().forEach(all::add);
        for (Place volume : spec.get("template", "spec", "volumes").items()) {
            if (!volumes.containsKey(volume.get("name").text())) {
                all.add(volume.value());
            }
        }
        return all;
    }

    static void status(Place set, Place old) {
        Place status = set.get("status");
        WorkloadRules.notNegative(
                status,
                "replicas",
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas",
                "observedGeneration",
                "collisionCount");
        WorkloadRules.atMostReplicas(
                status, "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas");
        WorkloadRules.availableAreReady(status, "cannot be greater than status.readyReplicas");
        WorkloadRules.collisionsOnlyGrow(set, old);
    }

    static List<String> warnings(ObjectNode set, @Nullable ObjectNode old) {
        var warnings = new ArrayList<>(TemplateWarnings.of("spec").apply(set, old));
        if (set.path("spec").path("revisionHistoryLimit").asLong() < 0) {
            warnings.add("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is"
                    + " recommended");
        }
        return warnings;
    }
}
