package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.podspec.PodAnnotations;
import dev.navarch.apiserver.kind.podspec.PodSpecValidation;
import dev.navarch.apiserver.kind.podspec.PodValidationOptions;
import java.util.ArrayList;
import java.util.List;

/** What must hold of a pod, beside what holds of every pod specification. */
final class PodValidation {

    private PodValidation() {}

    /** A pod that is created. */
    static List<FieldError> create(ObjectNode object) {
        List<FieldError> errors = new ArrayList<>();
        Field pod = Field.root(object, errors);
        Field spec = pod.get("spec");
        annotationsAndSpec(pod, PodValidationOptions.NEW_POD);
        if (spec.get("ephemeralContainers").size() > 0) {
            spec.get("ephemeralContainers").forbidden("cannot be set on create");
        }
        if (!spec.get("nodeName").isZero() && spec.get("schedulingGates").size() > 0) {
            spec.get("nodeName").forbidden("cannot be set until all schedulingGates have been cleared");
        }
        PodAnnotations.agreeWithFields(pod.get("metadata").get("annotations"), spec);
        return errors;
    }

    /** What holds at all times. */
    static void annotationsAndSpec(Field pod, PodValidationOptions options) {
        Field spec = pod.get("spec");
        PodAnnotations.check(pod.get("metadata").get("annotations"), spec, options);
        PodSpecValidation.check(spec, pod.get("metadata"), options);
        if (spec.get("serviceAccountName").isZero()) {
            tokensNeedAccount(spec);
        }
        for (String list : List.of("containers", "initContainers")) {
            spec.items(list).forEach(PodSpecValidation::imageWithoutBlanks);
        }
    }

    private static void tokensNeedAccount(Field spec) {
        for (Field volume : spec.items("volumes")) {
            for (Field source : volume.get("projected").items("sources")) {
                Field token = source.get("serviceAccountToken");
                if (token.isSet()) {
                    token.forbidden("must not be specified when serviceAccountName is not set");
                }
            }
        }
    }

    /** Annotations that are fixed once a pod is there. */
    static void annotationUpdates(Field pod, Field old, PodValidationOptions options) {
        Field now = pod.get("metadata").get("annotations");
        Field before = old.get("metadata").get("annotations");
        for (Field annotation : before.entries()) {
            if (!now.key(annotation.name()).is(annotation.text())
                    || !now.key(annotation.name()).isSet()) {
                fixed(now.key(annotation.name()), "may not remove or update ");
            }
        }
        for (Field annotation : now.entries()) {
            if (!before.key(annotation.name()).isSet()) {
                fixed(annotation, "may not add ");
            }
        }
        PodAnnotations.check(now, pod.get("spec"), options);
    }

    private static void fixed(Field annotation, String what) {
        if (annotation.name().startsWith(PodAnnotations.APP_ARMOR_PREFIX)) {
            annotation.forbidden(what + "AppArmor annotations");
        }
        if (annotation.name().equals(PodAnnotations.MIRROR)) {
            annotation.forbidden(what + "mirror pod annotation");
        }
    }
}
