package dev.navarch.apiserver.kind.volumes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Specifications of persistent volume claims, in claims and in templates of them. */
public final class ClaimSpecs {

    private static final List<String> ACCESS_MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
    private static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");

    /** Upstream passes a path where the value should be, and JSON shows nothing of a path. */
    private static final JsonNode A_PATH = JsonNodeFactory.instance.objectNode();

    /**
     * What an old claim had wrong already and may keep.
     *
     * @param selectorValues label values of the selector
     * @param sourceGroups API groups of data sources
     */
    public record Leniency(boolean selectorValues, boolean sourceGroups) {
        public static final Leniency NONE = new Leniency(false, false);

        /** What {@code oldSpec} got away with. */
        public static Leniency of(JsonNode oldSpec) {
            boolean selector =
                    !LabelSelectorRules.validate(oldSpec.path("selector"), "").isEmpty();
            boolean groups = oldSpec.path("dataSource").hasNonNull("apiGroup")
                    || oldSpec.path("dataSourceRef").hasNonNull("apiGroup");
            return new Leniency(selector, groups);
        }
    }

    private ClaimSpecs() {}

    /** A template of a claim: labels and annotations are all that its metadata may have. */
    public static void template(Field template) {
        Field metadata = template.get("metadata");
        metadata.errors()
                .addAll(ObjectMetaValidation.validateAnnotations(
                        ObjectMeta.annotations(template.value()), metadata.path() + ".annotations"));
        metadata.errors()
                .addAll(ObjectMetaValidation.validateLabels(
                        ObjectMeta.labels(template.value()), metadata.path() + ".labels"));
        for (Map.Entry<String, JsonNode> entry : metadata.value().properties()) {
            Field field = metadata.get(entry.getKey());
            if (!field.name().equals("annotations") && !field.name().equals("labels") && !field.isZero()) {
                field.forbidden("cannot be set");
            }
        }
        check(template.get("spec"), Leniency.NONE);
    }

    public static void check(Field spec, Leniency leniency) {
        if (spec.get("accessModes").size() == 0) {
            spec.get("accessModes").required("at least 1 access mode is required");
        }
        if (spec.get("selector").isSet()) {
            spec.errors().addAll(selectorErrors(spec.get("selector"), leniency));
        }
        accessModes(spec.get("accessModes"));
        Field storage =
                spec.get("resources").get("requests").key("storage").shownAt(spec.path() + ".resources[storage]");
        if (!storage.isSet()) {
            storage.required();
        } else if (storage.quantity().signum() <= 0) {
            storage.invalid("must be greater than zero");
        }
        className(spec.get("storageClassName"));
        spec.get("volumeMode").oneOfIfSet(VOLUME_MODES);
        dataSources(spec, leniency);
        className(spec.get("volumeAttributesClassName"));
    }

    private static List<FieldError> selectorErrors(Field selector, Leniency leniency) {
        List<FieldError> errors = new ArrayList<>(LabelSelectorRules.validate(selector.value(), selector.path()));
        if (leniency.selectorValues()) {
            errors.removeIf(error -> error.field().contains(".values["));
        }
        return errors;
    }

    /** Modes must be known, and ReadWriteOncePod stands alone. */
    static void accessModes(Field modes) {
        boolean once = false;
        boolean other = false;
        for (String mode : modes.texts()) {
            if (!ACCESS_MODES.contains(mode)) {
                modes.add(FieldError.notSupported(modes.path(), mode, ACCESS_MODES));
            } else if (mode.equals("ReadWriteOncePod")) {
                once = true;
            } else {
                other = true;
            }
        }
        if (once && other) {
            modes.forbidden("may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void className(Field name) {
        if (!name.isZero()) {
            name.invalid(Names.dns1123Subdomain(name.text()));
        }
    }

    private static void dataSources(Field spec, Leniency leniency) {
        Field source = spec.get("dataSource");
        Field reference = spec.get("dataSourceRef");
        if (source.isSet()) {
            dataSource(source, leniency);
        }
        if (reference.isSet()) {
            dataSource(reference, leniency);
            Field namespace = reference.get("namespace");
            if (!namespace.isZero()) {
                namespace.invalid(Names.dns1123Label(namespace.text()));
            }
        }
        if (!reference.get("namespace").isZero()) {
            if (source.isSet()) {
                spec.invalid(A_PATH, "may not be specified when dataSourceRef.namespace is specified");
            }
        } else if (source.isSet() && reference.isSet() && !agree(source, reference)) {
            spec.invalid(A_PATH, "must match dataSourceRef");
        }
    }

    private static boolean agree(Field source, Field reference) {
        return List.of("apiGroup", "kind", "name").stream()
                .allMatch(field ->
                        source.get(field).value().equals(reference.get(field).value()));
    }

    private static void dataSource(Field source, Leniency leniency) {
        source.get("name").require();
        source.get("kind").require();
        Field group = source.get("apiGroup");
        if (group.isZero() && !source.get("kind").is("PersistentVolumeClaim")) {
            source.invalid(
                    source.get("kind").text(), "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
        if (!group.isZero() && !leniency.sourceGroups()) {
            group.invalid(Names.dns1123Subdomain(group.text()));
        }
    }
}
