package dev.navarch.api.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What upstream's apimachinery demands of every object's metadata; texts and order are its own. */
public final class ObjectMetaValidation {

    private static final int MAX_ANNOTATIONS = 256 * 1024;
    private static final int MAX_MANAGER = 128;
    private static final int MAX_SUBRESOURCE = 256;
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";
    private static final List<String> IMMUTABLE =
            List.of("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

    private ObjectMetaValidation() {}

    /**
     * Checks the metadata of a new object, whose name has been generated.
     *
     * @param names the kind's rule for names
     */
    public static List<FieldError> validate(JsonNode object, boolean namespaced, Names.Rule names) {
        var errors = new ArrayList<FieldError>();
        String generateName = ObjectMeta.generateName(object);
        if (!generateName.isEmpty()) {
            names.check(generateName, true)
                    .forEach(text -> errors.add(FieldError.invalid("metadata.generateName", generateName, text)));
        }
        String name = ObjectMeta.name(object);
        if (name.isEmpty()) {
            errors.add(FieldError.required("metadata.name", "name or generateName is required"));
        } else {
            names.check(name, false).forEach(text -> errors.add(FieldError.invalid("metadata.name", name, text)));
        }
        namespace(object, namespaced, errors);
        if (ObjectMeta.generation(object) < 0) {
            errors.add(FieldError.invalid(
                    "metadata.generation", ObjectMeta.generation(object), "must be greater than or equal to 0"));
        }
        labelsAndOwners(object, errors);
        finalizers(ObjectMeta.finalizers(object), errors);
        managedFields(object, errors);
        return errors;
    }

    /** Checks changed metadata; the resourceVersion must be set by now. */
    public static List<FieldError> validateUpdate(JsonNode object, JsonNode old) {
        var errors = new ArrayList<FieldError>();
        if (ObjectMeta.isBeingDeleted(old)) {
            noNewFinalizers(object, old, errors);
        }
        if (ObjectMeta.resourceVersion(object).isEmpty()) {
            errors.add(FieldError.invalid("metadata.resourceVersion", "", "must be specified for an update"));
        }
        if (ObjectMeta.generation(object) < ObjectMeta.generation(old)) {
            errors.add(FieldError.invalid(
                    "metadata.generation", ObjectMeta.generation(object), "must not be decremented"));
        }
        for (String field : IMMUTABLE) {
            JsonNode now = object.path("metadata").path(field);
            JsonNode before = old.path("metadata").path(field);
            if (!same(now, before)) {
                errors.add(FieldError.invalid("metadata." + field, shown(field, now), "field is immutable"));
            }
        }
        labelsAndOwners(object, errors);
        managedFields(object, errors);
        return errors;
    }

    private static boolean same(JsonNode now, JsonNode before) {
        return now.asText("").equals(before.asText(""));
    }

    private static Object shown(String field, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            return value;
        }
        return field.startsWith("deletion") || field.equals("creationTimestamp") ? NullNode.getInstance() : "";
    }

    private static void namespace(JsonNode object, boolean namespaced, List<FieldError> errors) {
        String namespace = ObjectMeta.namespace(object);
        if (!namespaced) {
            if (!namespace.isEmpty()) {
                errors.add(FieldError.forbidden("metadata.namespace", "not allowed on this type"));
            }
        } else if (namespace.isEmpty()) {
            errors.add(FieldError.required("metadata.namespace", ""));
        } else {
            Names.dns1123Label(namespace)
                    .forEach(text -> errors.add(FieldError.invalid("metadata.namespace", namespace, text)));
        }
    }

    private static void labelsAndOwners(JsonNode object, List<FieldError> errors) {
        errors.addAll(validateLabels(ObjectMeta.labels(object), "metadata.labels"));
        errors.addAll(validateAnnotations(ObjectMeta.annotations(object), "metadata.annotations"));
        owners(ObjectMeta.ownerReferences(object), errors);
    }

    public static List<FieldError> validateLabels(Map<String, String> labels, String field) {
        var errors = new ArrayList<FieldError>();
        new TreeMap<>(labels).forEach((key, value) -> {
            Names.qualifiedName(key).forEach(text -> errors.add(FieldError.invalid(field, key, text)));
            Names.labelValue(value).forEach(text -> errors.add(FieldError.invalid(field, value, text)));
        });
        return errors;
    }

    public static List<FieldError> validateAnnotations(Map<String, String> annotations, String field) {
        var errors = new ArrayList<FieldError>();
        long size = 0;
        for (Map.Entry<String, String> each : new TreeMap<>(annotations).entrySet()) {
            Names.qualifiedName(each.getKey().toLowerCase(Locale.ROOT))
                    .forEach(text -> errors.add(FieldError.invalid(field, each.getKey(), text)));
            size += utf8Length(each.getKey()) + utf8Length(each.getValue());
        }
        if (size > MAX_ANNOTATIONS) {
            errors.add(FieldError.tooLong(field, MAX_ANNOTATIONS));
        }
        return errors;
    }

    private static long utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** As errors show them, whatever the order in which a client wrote the fields. */
    private static ArrayNode inFieldOrder(JsonNode owners) {
        ArrayNode ordered = Json.array();
        for (JsonNode owner : owners) {
            ObjectNode shown = ordered.addObject();
            for (String field : List.of("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion")) {
                if (owner.has(field)) {
                    shown.set(field, owner.get(field));
                }
            }
        }
        return ordered;
    }

    private static void owners(JsonNode owners, List<FieldError> errors) {
        String field = "metadata.ownerReferences";
        String controller = "";
        for (JsonNode owner : owners) {
            owner(owner, field, errors);
            if (owner.path("controller").asBoolean(false)) {
                String shown =
                        owner.path("kind").asText("") + "/" + owner.path("name").asText("");
                if (controller.isEmpty()) {
                    controller = shown;
                } else {
                    errors.add(FieldError.invalid(
                            field,
                            inFieldOrder(owners),
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + controller + " and " + shown));
                }
            }
        }
    }

    private static void owner(JsonNode owner, String field, List<FieldError> errors) {
        String apiVersion = owner.path("apiVersion").asText("");
        String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
        if (version.isEmpty() || version.contains("/")) {
            errors.add(FieldError.invalid(field + ".apiVersion", apiVersion, "version must not be empty"));
        }
        for (String part : List.of("kind", "name", "uid")) {
            if (owner.path(part).asText("").isEmpty()) {
                errors.add(FieldError.invalid(field + "." + part, "", "must not be empty"));
            }
        }
        if (apiVersion.equals("v1") && owner.path("kind").asText("").equals("Event")) {
            errors.add(FieldError.invalid(field, owner, "/v1, Kind=Event is disallowed from being an owner"));
        }
    }

    private static void finalizers(List<String> finalizers, List<FieldError> errors) {
        String field = "metadata.finalizers";
        for (String finalizer : finalizers) {
            Names.qualifiedName(finalizer).forEach(text -> errors.add(FieldError.invalid(field, finalizer, text)));
        }
        if (finalizers.contains(ORPHAN) && finalizers.contains(FOREGROUND)) {
            errors.add(FieldError.invalid(
                    field, list(finalizers), "finalizer orphan and foregroundDeletion cannot be both set"));
        }
    }

    private static void noNewFinalizers(JsonNode object, JsonNode old, List<FieldError> errors) {
        var added = new TreeSet<>(ObjectMeta.finalizers(object));
        ObjectMeta.finalizers(old).forEach(added::remove);
        if (!added.isEmpty()) {
            var shown = new ArrayList<String>();
            added.forEach(each -> shown.add(FieldValue.show(each)));
            errors.add(FieldError.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                            + String.join(", ", shown) + "}"));
        }
    }

    private static JsonNode list(List<String> values) {
        ArrayNode list = Json.array();
        values.forEach(list::add);
        return list;
    }

    private static void managedFields(JsonNode object, List<FieldError> errors) {
        int i = 0;
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            String field = "metadata.managedFields[" + i++ + "]";
            String operation = entry.path("operation").asText("");
            if (!operation.equals("Apply") && !operation.equals("Update")) {
                errors.add(FieldError.invalid(field + ".operation", operation, "must be `Apply` or `Update`"));
            }
            String type = entry.path("fieldsType").asText("");
            if (!type.isEmpty() && !type.equals("FieldsV1")) {
                errors.add(FieldError.invalid(field + ".fieldsType", type, "must be `FieldsV1`"));
            }
            errors.addAll(validateFieldManager(entry.path("manager").asText(""), field + ".manager"));
            if (utf8Length(entry.path("subresource").asText("")) > MAX_SUBRESOURCE) {
                errors.add(FieldError.tooLong(field + ".subresource", MAX_SUBRESOURCE));
            }
        }
    }

    /** Field managers: 128 bytes at most, all printable. */
    public static List<FieldError> validateFieldManager(String manager, String field) {
        var errors = new ArrayList<FieldError>();
        if (utf8Length(manager) > MAX_MANAGER) {
            errors.add(FieldError.tooLong(field, MAX_MANAGER));
        }
        int position = 0;
        for (int c : manager.codePoints().toArray()) {
            if (Character.isISOControl(c) || (Character.isWhitespace(c) && c != ' ') || !Character.isDefined(c)) {
                errors.add(FieldError.invalid(
                        field, manager, String.format("invalid character U+%04X (at position %d)", c, position)));
            }
            position += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
        }
        return errors;
    }
}
