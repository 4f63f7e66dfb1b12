package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Place;

/** What must hold of a pod template, wherever it stands. */
public final class TemplateRules {

    private TemplateRules() {}

    public static void validate(Place template) {
        metadata(template);
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
