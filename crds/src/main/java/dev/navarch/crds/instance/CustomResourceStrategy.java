package dev.navarch.crds.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.json.Json;
import dev.navarch.api.jsonpath.JsonPath;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.schema.Defaulter;
import dev.navarch.api.schema.Pruner;
import dev.navarch.api.schema.StructuralSchema;
import dev.navarch.api.schema.validation.EmbeddedObjectValidator;
import dev.navarch.api.schema.validation.ListTypeValidator;
import dev.navarch.api.schema.validation.SchemaValidator;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.crds.definition.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for the objects of one version of a definition. Immutable. */
final class CustomResourceStrategy implements ResourceStrategy {

    private final ResourceDescriptor descriptor;
    private final StructuralSchema schema;
    private final StructuralSchema storedSchema;
    private final SchemaValidator validator;
    private final ScaleChecks scale;
    private final Map<String, JsonPath> selectable = new LinkedHashMap<>();
    private final boolean terminating;

    CustomResourceStrategy(
            ResourceDescriptor descriptor,
            StructuralSchema schema,
            StructuralSchema storedSchema,
            Definition.Version version,
            boolean terminating) {
        this.descriptor = descriptor;
        this.schema = schema;
        this.storedSchema = storedSchema;
        this.validator = SchemaValidator.of(schema);
        this.scale = new ScaleChecks(version.scale());
        this.terminating = terminating;
        for (JsonNode field : version.selectableFields()) {
            String path = field.path("jsonPath").asText("");
            selectable.put(path.startsWith(".") ? path.substring(1) : path, JsonPath.parse(path));
        }
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        if (terminating) {
            throw StatusException.forbidden(
                    descriptor.groupResource(),
                    ObjectMeta.name(object),
                    "create not allowed while custom resource definition is terminating");
        }
        ObjectMeta.setGeneration(object, 1);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        if (!withoutMetadata(object).equals(withoutMetadata(old))) {
            ObjectMeta.setGeneration(object, ObjectMeta.generation(old) + 1);
        }
    }

    private static ObjectNode withoutMetadata(ObjectNode object) {
        ObjectNode rest = Json.object();
        rest.setAll(object);
        rest.remove("metadata");
        return rest;
    }

    @Override
    public ObjectNode readStored(ObjectNode stored) {
        Pruner.prune(stored, storedSchema);
        Defaulter.applyDefaults(stored, storedSchema);
        return stored;
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode object) {
        if (isOfOtherKind(object)) {
            return wrongKind(object);
        }
        var errors = new ArrayList<>(validator.validate(object, ""));
        errors.addAll(scale.spec(object));
        errors.addAll(scale.status(object));
        errors.addAll(EmbeddedObjectValidator.validate(object, schema));
        errors.addAll(ListTypeValidator.validate(object, schema));
        return errors;
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        if (isOfOtherKind(object)) {
            return wrongKind(object);
        }
        var errors = new ArrayList<>(validator.validateUpdate(object, old, ""));
        errors.addAll(scale.spec(object));
        errors.addAll(scale.status(object));
        errors.addAll(EmbeddedObjectValidator.validate(object, schema));
        errors.addAll(listErrors(object, old));
        return errors;
    }

    private boolean isOfOtherKind(ObjectNode object) {
        return !object.path("kind").asText("").equals(descriptor.kind().kind());
    }

    private List<FieldError> wrongKind(ObjectNode object) {
        return List.of(FieldError.invalid(
                "kind",
                object.path("kind").asText(""),
                "must be " + descriptor.kind().kind()));
    }

    /** Lists that were wrong before may stay wrong. */
    private List<FieldError> listErrors(ObjectNode object, ObjectNode old) {
        return ListTypeValidator.validate(old, schema).isEmpty()
                ? ListTypeValidator.validate(object, schema)
                : List.of();
    }

    @Override
    public List<String> warnings(RequestContext context, ObjectNode object, @Nullable ObjectNode old) {
        return FinalizerWarnings.of(object, old);
    }

    @Override
    public boolean allowUnconditionalUpdate() {
        return false;
    }

    @Override
    public Set<String> selectableFieldNames() {
        return selectable.keySet();
    }

    @Override
    public Map<String, String> selectableFields(ObjectNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        selectable.forEach((name, path) -> {
            List<JsonNode> found = path.find(object);
            JsonNode value = found.isEmpty() ? MissingNode.getInstance() : found.getFirst();
            values.put(name, value.isMissingNode() || value.isNull() ? "" : value.asText(""));
        });
        return values;
    }

    @Override
    public Optional<ResourceStrategy> subresource(String name) {
        return name.equals("status") ? Optional.of(new StatusPart()) : Optional.of(this);
    }

    /** Writes through {@code status} change nothing else, not even metadata. */
    private final class StatusPart implements ResourceStrategy {

        @Override
        public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
            JsonNode owners = object.path("metadata").path("managedFields");
            JsonNode version = object.path("metadata").path("resourceVersion");
            ObjectNode metadata = ObjectMeta.metadata(old).deepCopy();
            put(metadata, "managedFields", owners);
            put(metadata, "resourceVersion", version);
            object.set("metadata", metadata);
        }

        private static void put(ObjectNode object, String field, JsonNode value) {
            if (value.isMissingNode()) {
                object.remove(field);
            } else {
                object.set(field, value);
            }
        }

        @Override
        public List<FieldError> validateUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
            var errors = new ArrayList<FieldError>();
            JsonNode status = object.get("status");
            if (status != null) {
                JsonNode before = old.has("status") ? old.path("status") : NullNode.getInstance();
                validator
                        .property("status")
                        .ifPresent(part -> errors.addAll(part.validateUpdate(status, before, "status")));
            }
            errors.addAll(scale.status(object));
            errors.addAll(listErrors(object, old));
            return errors;
        }

        @Override
        public List<String> warnings(RequestContext context, ObjectNode object, @Nullable ObjectNode old) {
            return FinalizerWarnings.of(object, old);
        }
    }
}
