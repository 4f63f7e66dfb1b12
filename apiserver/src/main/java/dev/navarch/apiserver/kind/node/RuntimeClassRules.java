package dev.navarch.apiserver.kind.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.DeprecatedNodeLabels;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.PodValidationOptions;
import dev.navarch.apiserver.kind.podspec.ResourceValidation;
import dev.navarch.apiserver.kind.podspec.Tolerations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of RuntimeClasses. */
final class RuntimeClassRules {

    private RuntimeClassRules() {}

    static void created(Place runtimeClass) {
        runtimeClass.get("handler").requiredForm("", Names::dns1123Label);
        Place overhead = runtimeClass.get("overhead");
        if (overhead.isSet()) {
            ResourceValidation.overhead(
                    Field.at(overhead.get("podFixed").value(), overhead.path(), overhead.errors()),
                    PodValidationOptions.NEW_TEMPLATE);
        }
        Place scheduling = runtimeClass.get("scheduling");
        if (scheduling.isSet()) {
            Place selector = scheduling.get("nodeSelector");
            selector.add(ObjectMetaValidation.validateLabels(selector.map(), selector.path()));
            tolerations(scheduling.get("tolerations"));
        }
    }

    /** No two of them alike, but for how long they hold. */
    private static void tolerations(Place tolerations) {
        Tolerations.check(
                Field.at(tolerations.value(), tolerations.path(), tolerations.errors()),
                PodValidationOptions.NEW_TEMPLATE);
        Set<List<String>> seen = new HashSet<>();
        for (Place toleration : tolerations.items()) {
            boolean isNew = seen.add(List.of(
                    toleration.get("key").text(),
                    toleration.get("operator").text(),
                    toleration.get("value").text(),
                    toleration.get("effect").text()));
            if (!isNew) {
                toleration.duplicate();
            }
        }
    }

    static void changed(Place runtimeClass, Place old) {
        created(runtimeClass);
        runtimeClass.get("handler").immutable(old.get("handler"));
    }

    static List<String> warnings(ObjectNode runtimeClass) {
        var warnings = new ArrayList<String>();
        runtimeClass
                .at("/scheduling/nodeSelector")
                .fieldNames()
                .forEachRemaining(label -> DeprecatedNodeLabels.message(label)
                        .ifPresent(text -> warnings.add("scheduling.nodeSelector: " + text)));
        return warnings;
    }
}
