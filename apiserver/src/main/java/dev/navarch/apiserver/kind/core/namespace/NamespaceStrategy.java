package dev.navarch.apiserver.kind.core.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ObjectNames;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Namespaces: each carries its name as a label and the finalizer {@code kubernetes}, which the namespace controller takes
 * off, through the subresource {@code finalize}, once nothing is left inside.
 */
public final class NamespaceStrategy implements ResourceStrategy {

    private static final String FINALIZER = "kubernetes";

    private final ResourceStrategy finalize = new FinalizeStrategy();
    private final ResourceStrategy status = new StatusStrategy();

    @Override
    public void applyDefaults(ObjectNode namespace) {
        Fields.defaultText(Fields.objectOrNew(namespace, "status"), "phase", "Active");
        ObjectNode metadata = Fields.objectOrNew(namespace, "metadata");
        String name = Fields.text(metadata, "name");
        if (!name.isEmpty()) {
            Fields.objectOrNew(metadata, "labels").put("kubernetes.io/metadata.name", name);
        }
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode namespace) {
        namespace.putObject("status").put("phase", "Active");
        ObjectNode spec = Fields.objectOrNew(namespace, "spec");
        if (!Fields.strings(spec, "finalizers").contains(FINALIZER)) {
            ArrayNode finalizers =
                    spec.get("finalizers") instanceof ArrayNode present ? present : spec.putArray("finalizers");
            finalizers.add(FINALIZER);
        }
        ObjectNode metadata = Fields.objectOrNew(namespace, "metadata");
        Fields.objectOrNew(metadata, "labels").put("kubernetes.io/metadata.name", Fields.text(metadata, "name"));
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode namespace, ObjectNode old) {
        keep(namespace, old, "spec", "finalizers");
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode namespace) {
        return NamespaceFinalizers.check(namespace, false);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode namespace, ObjectNode old) {
        var errors = new ArrayList<>(ObjectMetaValidation.validate(namespace, false, Names.LABEL));
        errors.addAll(validate(context, namespace));
        return errors;
    }

    @Override
    public List<String> validateName(String name, boolean prefix) {
        return ObjectNames.dnsLabel(name, prefix);
    }

    @Override
    public Set<String> selectableFieldNames() {
        return Set.of("status.phase", "name");
    }

    @Override
    public Map<String, String> selectableFields(ObjectNode namespace) {
        return Map.of(
                "status.phase",
                Fields.text(Fields.object(namespace, "status"), "phase"),
                "name",
                Fields.text(Fields.object(namespace, "metadata"), "name"));
    }

    /** A deleted namespace stays, as terminating, while it has finalizers of either kind. */
    @Override
    public boolean isHeld(ObjectNode namespace) {
        return !Fields.strings(Fields.object(namespace, "spec"), "finalizers").isEmpty();
    }

    @Override
    public void markDeleted(ObjectNode namespace) {
        Fields.objectOrNew(namespace, "status").put("phase", "Terminating");
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }

    @Override
    public Optional<ResourceStrategy> subresource(String name) {
        return switch (name) {
            case "finalize" -> Optional.of(finalize);
            case "status" -> Optional.of(status);
            default -> Optional.empty();
        };
    }

    private static void keep(ObjectNode namespace, ObjectNode old, String parent, String field) {
        JsonNode before = old.path(parent).get(field);
        ObjectNode target = Fields.objectOrNew(namespace, parent);
        if (before == null) {
            target.remove(field);
        } else {
            target.set(field, before);
        }
    }

    /** Takes over the finalizers of the specification, and nothing else. */
    private static final class FinalizeStrategy implements ResourceStrategy {

        @Override
        public void prepareForUpdate(RequestContext context, ObjectNode namespace, ObjectNode old) {
            if (old.has("status")) {
                namespace.set("status", old.get("status"));
            }
        }

        @Override
        public List<FieldError> validateUpdate(RequestContext context, ObjectNode namespace, ObjectNode old) {
            return NamespaceFinalizers.check(namespace, true);
        }
    }

    /** Takes over the status; the phase follows deletion, not the client. */
    private static final class StatusStrategy implements ResourceStrategy {

        @Override
        public void prepareForUpdate(RequestContext context, ObjectNode namespace, ObjectNode old) {
            keep(namespace, old, "spec", "finalizers");
        }

        @Override
        public List<FieldError> validateUpdate(RequestContext context, ObjectNode namespace, ObjectNode old) {
            String phase = Fields.text(Fields.object(namespace, "status"), "phase");
            boolean dying = ObjectMeta.isBeingDeleted(namespace);
            if (phase.equals(dying ? "Terminating" : "Active")) {
                return List.of();
            }
            String detail = dying
                    ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
                    : "may only be 'Active' if `deletionTimestamp` is empty";
            return List.of(FieldError.invalid("status.Phase", phase, detail));
        }
    }
}
