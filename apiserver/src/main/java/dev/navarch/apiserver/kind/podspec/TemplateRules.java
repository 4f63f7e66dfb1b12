package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Place;

/** What must hold of a pod template, wherever it stands. */
public final class TemplateRules {

    private TemplateRules() {}

    /** A template in an object that is created, or whose template cannot change. */
    public static void validate(Place template) {
        PodTemplateValidation.check(Field.of(template), PodValidationOptions.NEW_TEMPLATE);
    }

    /** A template that may keep what the old one got away with. */
    public static void validate(Place template, Place old) {
        PodTemplateValidation.check(Field.of(template), PodValidationOptions.forTemplate(old.value()));
    }

    /** The metadata, in the paths in which upstream complains of it. */
    public static void metadata(Place template) {
        Place metadata = template.get("metadata");
        template.add(ObjectMetaValidation.validateLabels(
                metadata.get("labels").map(), template.get("labels").path()));
        template.add(ObjectMetaValidation.validateAnnotations(
                metadata.get("annotations").map(), template.get("annotations").path()));
    }
}
