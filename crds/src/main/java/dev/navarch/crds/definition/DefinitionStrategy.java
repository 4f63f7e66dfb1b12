package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.registry.Generation;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.crds.definition.Conditions.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for definitions themselves. */
public final class DefinitionStrategy implements ResourceStrategy {

    private static final Condition PENDING = new Condition(
            Conditions.TERMINATING,
            "True",
            "InstanceDeletionPending",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");

    @Override
    public void applyDefaults(ObjectNode object) {
        if (object.path("spec") instanceof ObjectNode spec) {
            if (spec.path("names") instanceof ObjectNode names) {
                nameDefaults(names);
            }
            if (!spec.hasNonNull("conversion")) {
                spec.putObject("conversion").put("strategy", "None");
            }
            JsonNode service = spec.at("/conversion/webhook/clientConfig/service");
            if (service instanceof ObjectNode reference && !reference.hasNonNull("port")) {
                reference.put("port", 443);
            }
        }
        if (object.path("status").path("storedVersions").isEmpty()) {
            storeVersion(object);
        }
    }

    private static void nameDefaults(ObjectNode names) {
        String kind = names.path("kind").asText("");
        if (names.path("singular").asText("").isEmpty() && !kind.isEmpty()) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (names.path("listKind").asText("").isEmpty() && !kind.isEmpty()) {
            names.put("listKind", kind + "List");
        }
    }

    /** Notes the version that is stored from now on. */
    private static void storeVersion(ObjectNode object) {
        Optional<Definition.Version> storage = new Definition(object).storageVersion();
        if (storage.isEmpty()) {
            return;
        }
        ObjectNode status = object.path("status") instanceof ObjectNode known ? known : object.putObject("status");
        ArrayNode versions = status.path("storedVersions") instanceof ArrayNode known ? known : Json.array();
        for (JsonNode version : versions) {
            if (version.asText("").equals(storage.get().name())) {
                return;
            }
        }
        versions.add(storage.get().name());
        status.set("storedVersions", versions);
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        ObjectNode status = object.putObject("status");
        status.putNull("conditions");
        ObjectNode names = status.putObject("acceptedNames");
        names.put("plural", "");
        names.put("kind", "");
        status.putNull("storedVersions");
        storeVersion(object);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        if (object.path("status") instanceof ObjectNode status) {
            object.set("status", status.deepCopy());
        }
        storeVersion(object);
    }

    @Override
    public Generation generation() {
        return Generation.COUNTED;
    }

    @Override
    public boolean allowUnconditionalUpdate() {
        return false;
    }

    @Override
    public List<String> warnings(RequestContext context, ObjectNode object, @Nullable ObjectNode old) {
        Set<String> before = old == null ? Set.of() : UnknownFormats.of(old);
        return UnknownFormats.of(object).stream()
                .filter(format -> !before.contains(format))
                .map(format -> "unrecognized format \"" + format + "\"")
                .toList();
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode object) {
        return DefinitionValidation.create(object);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        return DefinitionValidation.update(object, old);
    }

    /** The first delete only marks a definition; the finalizer that comes with it holds it afterwards. */
    @Override
    public boolean isHeld(ObjectNode object) {
        return !ObjectMeta.isBeingDeleted(object);
    }

    @Override
    public void markDeleted(ObjectNode object) {
        var finalizers = new ArrayList<>(ObjectMeta.finalizers(object));
        if (!finalizers.contains(Definition.CLEANUP_FINALIZER)) {
            finalizers.add(Definition.CLEANUP_FINALIZER);
            ObjectMeta.setFinalizers(object, finalizers);
        }
        Conditions.set(object, PENDING);
    }

    @Override
    public Optional<ResourceStrategy> subresource(String name) {
        return Optional.of(new StatusPart());
    }

    /** Writes of the status. */
    private static final class StatusPart implements ResourceStrategy {

        @Override
        public boolean allowUnconditionalUpdate() {
            return false;
        }

        @Override
        public List<FieldError> validateUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
            return NameRules.validate(object.path("status").path("acceptedNames"), "status.acceptedNames");
        }

        @Override
        public List<String> warnings(RequestContext context, ObjectNode object, @Nullable ObjectNode old) {
            return List.of();
        }
    }
}
