package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Field;

/** What must hold of a {@code PodTemplateSpec}; the one entry for all kinds that make pods. */
public final class PodTemplateValidation {

    private PodTemplateValidation() {}

    /**
     * Checks a template that has its defaults.
     *
     * @param template where it stands, such as {@code spec.template}; errors go there
     * @param options {@link PodValidationOptions#NEW_TEMPLATE} on create, {@link PodValidationOptions#forTemplate} of the
     *     old one on update
     */
    public static void check(Field template, PodValidationOptions options) {
        template.errors()
                .addAll(ObjectMetaValidation.validateLabels(
                        ObjectMeta.labels(template.value()), template.path() + ".labels"));
        template.errors()
                .addAll(ObjectMetaValidation.validateAnnotations(
                        ObjectMeta.annotations(template.value()), template.path() + ".annotations"));
        Field spec = template.get("spec");
        Field annotations = template.get("metadata").get("annotations").shownAt(template.path() + ".annotations");
        PodAnnotations.check(annotations, spec, options);
        Field noMetadata = Field.at(MissingNode.getInstance(), template.path(), template.errors());
        PodSpecValidation.check(spec, noMetadata, options);
        PodAnnotations.agreeWithFields(annotations, spec);
        if (spec.get("ephemeralContainers").size() > 0) {
            spec.get("ephemeralContainers").forbidden("ephemeral containers not allowed in pod template");
        }
    }
}
