package dev.navarch.apiserver.kind.core.persistentvolume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.InternalForm;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.fields.Sameness;
import dev.navarch.apiserver.kind.fields.UnifiedDiff;
import dev.navarch.apiserver.kind.podspec.ResourceNames;
import dev.navarch.apiserver.kind.podspec.ResourceValidation;
import dev.navarch.apiserver.kind.volumes.ClaimSpecs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of a PersistentVolumeClaim. */
public final class PersistentVolumeClaimRules {

    private static final String BETA_CLASS = "volume.beta.kubernetes.io/storage-class";
    private static final List<String> RESIZE_STATES = List.of(
            "ControllerResizeInProgress",
            "ControllerResizeInfeasible",
            "NodeResizeInProgress",
            "NodeResizeInfeasible",
            "NodeResizePending");

    private PersistentVolumeClaimRules() {}

    public static void created(Place claim) {
        ClaimSpecs.check(Field.of(claim.get("spec")), ClaimSpecs.Leniency.NONE);
    }

    public static void changed(Place claim, Place old) {
        claim.add(ObjectMetaValidation.validate(claim.value(), true, Names.SUBDOMAIN));
        ClaimSpecs.check(
                Field.of(claim.get("spec")),
                ClaimSpecs.Leniency.of(old.get("spec").value()));
        ObjectNode spec = claim.get("spec").value().deepCopy();
        ObjectNode before = old.get("spec").value().deepCopy();
        if (Fields.text(before, "volumeName").isEmpty()) {
            copy(before, spec, "volumeName");
        }
        storageClass(claim, old, spec, before);
        if (claim.get("status", "phase").is("Bound")) {
            keepRequest(spec, before);
            copy(spec, before, "volumeAttributesClassName");
        }
        if (!Sameness.same(spec, before)) {
            claim.get("spec")
                    .forbidden("spec is immutable after creation except resources.requests and"
                            + " volumeAttributesClassName for bound claims\n"
                            + UnifiedDiff.of(
                                    InternalForm.of("PersistentVolumeClaimSpec", before),
                                    InternalForm.of("PersistentVolumeClaimSpec", spec)));
        }
        size(claim, old);
        if (!claim.get("spec", "volumeMode").sameAs(old.get("spec", "volumeMode"))) {
            claim.get("volumeMode").immutable(claim.get("spec", "volumeMode").value());
        }
        attributes(claim, old);
    }

    private static void copy(ObjectNode to, ObjectNode from, String field) {
        if (Fields.isSet(from, field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }

    private static void keepRequest(ObjectNode spec, ObjectNode before) {
        ObjectNode requests = Fields.object(Fields.object(spec, "resources"), "requests");
        ObjectNode old = Fields.object(Fields.object(before, "resources"), "requests");
        if (requests != null && old != null) {
            copy(requests, old, "storage");
        }
    }

    /** The class may be named where there was none, or move from the annotation into the field; no more. */
    private static void storageClass(Place claim, Place old, ObjectNode spec, ObjectNode before) {
        Place annotation = claim.get("metadata", "annotations").key(BETA_CLASS);
        Place oldAnnotation = old.get("metadata", "annotations").key(BETA_CLASS);
        boolean news = !Fields.isSet(before, "storageClassName") && Fields.isSet(spec, "storageClassName");
        String name = Fields.text(spec, "storageClassName");
        boolean moved =
                news && oldAnnotation.isSet() && oldAnnotation.is(name) && (!annotation.isSet() || annotation.is(name));
        if (moved) {
            spec.remove("storageClassName");
            return;
        }
        if (!annotation.text().equals(oldAnnotation.text())) {
            claim.get("metadata", "annotations", BETA_CLASS).immutable((Object) annotation.text());
        }
        if (news && (!oldAnnotation.isSet() || oldAnnotation.is(name))) {
            copy(spec, before, "storageClassName");
        }
    }

    private static void size(Place claim, Place old) {
        Place now = claim.get("spec", "resources", "requests", "storage");
        Place before = old.get("spec", "resources", "requests", "storage");
        Place real = old.get("status", "capacity", "storage");
        if (now.quantity().compareTo(before.quantity()) < 0 && now.quantity().compareTo(real.quantity()) <= 0) {
            now.forbidden("field can not be less than status.capacity");
        }
    }

    private static void attributes(Place claim, Place old) {
        Place name = claim.get("spec", "volumeAttributesClassName");
        boolean changed = !name.sameAs(old.get("spec", "volumeAttributesClassName"));
        if (!changed || !old.get("status", "currentVolumeAttributesClassName").isSet()) {
            return;
        }
        if (!name.isSet()) {
            name.forbidden("update to nil is forbidden when status.currentVolumeAttributesClassName is not nil");
        } else if (name.isEmpty()) {
            name.forbidden(
                    "update to empty string is forbidden when status.currentVolumeAttributesClassName is not nil");
        }
    }

    public static void status(Place claim, Place old) {
        if (claim.get("spec", "accessModes").size() == 0) {
            claim.get("Spec", "accessModes").required("");
        }
        Field status = Field.of(claim.get("status"));
        status.get("capacity").entries().forEach(PersistentVolumeClaimRules::amount);
        Field states = status.get("allocatedResourceStatuses");
        for (Field state : states.entries()) {
            resource(state.name(), states);
            if (!RESIZE_STATES.contains(state.text())) {
                states.add(FieldError.notSupported(states.path(), state.name(), RESIZE_STATES));
            }
        }
        Field allocated = status.get("allocatedResources");
        for (Field entry : allocated.entries()) {
            if (resource(entry.name(), allocated) && amount(entry)) {
                ResourceValidation.amount(entry);
            }
        }
    }

    private static boolean amount(Field entry) {
        long value = entry.quantity().longValue();
        if (value < 0) {
            entry.invalid(value, "must be a valid resource quantity");
        }
        return value >= 0;
    }

    private static boolean resource(String name, Field list) {
        List<String> problems = Names.qualifiedName(name);
        problems.forEach(text -> list.invalid(name, text));
        if (problems.isEmpty() && ResourceNames.isNative(name) && !name.equals("storage")) {
            list.add(FieldError.notSupported(list.path(), name, List.of("storage")));
            return false;
        }
        return problems.isEmpty();
    }

    /** Fills the newer field from the older one or the other way round; what the older one never took is dropped. */
    public static void dataSources(ObjectNode claim, @Nullable ObjectNode old) {
        ObjectNode spec = Fields.objectOrNew(claim, "spec");
        ObjectNode before = Fields.object(old, "spec");
        boolean inUse = Fields.isSet(before, "dataSource") || Fields.isSet(before, "dataSourceRef");
        if (!inUse && !Fields.isSet(spec, "dataSourceRef") && !isHistoric(Fields.object(spec, "dataSource"))) {
            spec.remove("dataSource");
        }
        ObjectNode source = Fields.object(spec, "dataSource");
        ObjectNode reference = Fields.object(spec, "dataSourceRef");
        if (source != null && reference == null) {
            spec.set("dataSourceRef", reduced(source));
        } else if (reference != null
                && source == null
                && Fields.text(reference, "namespace").isEmpty()) {
            spec.set("dataSource", reduced(reference));
        }
    }

    private static boolean isHistoric(@Nullable ObjectNode source) {
        String group = Fields.text(source, "apiGroup");
        String kind = Fields.text(source, "kind");
        return (kind.equals("PersistentVolumeClaim") && group.isEmpty())
                || (kind.equals("VolumeSnapshot") && group.equals("snapshot.storage.k8s.io"));
    }

    private static ObjectNode reduced(ObjectNode source) {
        ObjectNode reduced = source.objectNode();
        for (String field : List.of("apiGroup", "kind", "name")) {
            JsonNode value = source.get(field);
            if (value != null) {
                reduced.set(field, value);
            }
        }
        if (!reduced.has("apiGroup")) {
            reduced.putNull("apiGroup");
        }
        return reduced;
    }

    /** What clients are warned of. */
    public static List<String> warnings(ObjectNode object) {
        List<String> warnings = new ArrayList<>();
        Field claim = Field.root(object, List.of());
        Field annotation = claim.get("metadata").get("annotations").key(BETA_CLASS);
        if (annotation.isSet()) {
            warnings.add(annotation.path() + ": deprecated since v1.8; use \"storageClassName\" attribute instead");
        }
        for (String list : List.of("requests", "limits")) {
            Field storage = claim.get("spec").get("resources").get(list).key("storage");
            if (storage.isSet()
                    && storage.quantity().value().stripTrailingZeros().scale() > 0) {
                warnings.add(storage.path() + ": fractional byte value " + FieldValue.quote(storage.text())
                        + " is invalid, must be an integer");
            }
        }
        return warnings;
    }
}
