package dev.navarch.api.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the metadata of an object held as a tree. Absent texts read as empty, absent lists as empty. */
public final class ObjectMeta {

    private ObjectMeta() {}

    /** The kind of an object by its {@code apiVersion} and {@code kind}; either may be empty. */
    public static GroupVersionKind groupVersionKind(JsonNode object) {
        return GroupVersion.parse(object.path("apiVersion").asText(""))
                .kind(object.path("kind").asText(""));
    }

    public static void setGroupVersionKind(ObjectNode object, GroupVersionKind kind) {
        object.put("apiVersion", kind.apiVersion());
        object.put("kind", kind.kind());
    }

    /** The {@code metadata} to write to; made if it is absent. */
    public static ObjectNode metadata(ObjectNode object) {
        return object.get("metadata") instanceof ObjectNode known ? known : object.putObject("metadata");
    }

    public static String name(JsonNode object) {
        return text(object, "name");
    }

    public static String generateName(JsonNode object) {
        return text(object, "generateName");
    }

    /** Empty for cluster-scoped objects. */
    public static String namespace(JsonNode object) {
        return text(object, "namespace");
    }

    public static String uid(JsonNode object) {
        return text(object, "uid");
    }

    public static String resourceVersion(JsonNode object) {
        return text(object, "resourceVersion");
    }

    public static String creationTimestamp(JsonNode object) {
        return text(object, "creationTimestamp");
    }

    public static long generation(JsonNode object) {
        return object.path("metadata").path("generation").asLong(0);
    }

    public static Map<String, String> labels(JsonNode object) {
        return texts(object.path("metadata").path("labels"));
    }

    public static Map<String, String> annotations(JsonNode object) {
        return texts(object.path("metadata").path("annotations"));
    }

    public static Optional<String> annotation(JsonNode object, String key) {
        return Optional.ofNullable(
                object.path("metadata").path("annotations").path(key).textValue());
    }

    public static List<String> finalizers(JsonNode object) {
        var finalizers = new ArrayList<String>();
        object.path("metadata").path("finalizers").forEach(each -> finalizers.add(each.asText()));
        return finalizers;
    }

    /** The owner references as trees; missing or empty if there are none. */
    public static JsonNode ownerReferences(JsonNode object) {
        return object.path("metadata").path("ownerReferences");
    }

    /** The owner that is marked as controller. */
    public static Optional<JsonNode> controller(JsonNode object) {
        for (JsonNode owner : ownerReferences(object)) {
            if (owner.path("controller").asBoolean(false)) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }

    public static boolean isBeingDeleted(JsonNode object) {
        return deletionTimestamp(object) != null;
    }

    public static @Nullable String deletionTimestamp(JsonNode object) {
        return object.path("metadata").path("deletionTimestamp").textValue();
    }

    public static @Nullable Long deletionGracePeriodSeconds(JsonNode object) {
        JsonNode seconds = object.path("metadata").path("deletionGracePeriodSeconds");
        return seconds.isNumber() ? (Long) seconds.longValue() : null;
    }

    public static void setName(ObjectNode object, String name) {
        metadata(object).put("name", name);
    }

    /** An empty namespace removes the field. */
    public static void setNamespace(ObjectNode object, String namespace) {
        put(object, "namespace", namespace);
    }

    public static void setUid(ObjectNode object, String uid) {
        put(object, "uid", uid);
    }

    /** An empty version removes the field. */
    public static void setResourceVersion(ObjectNode object, String resourceVersion) {
        put(object, "resourceVersion", resourceVersion);
    }

    public static void setCreationTimestamp(ObjectNode object, String timestamp) {
        put(object, "creationTimestamp", timestamp);
    }

    /** Zero removes the field. */
    public static void setGeneration(ObjectNode object, long generation) {
        if (generation == 0) {
            metadata(object).remove("generation");
        } else {
            metadata(object).put("generation", generation);
        }
    }

    public static void setDeletion(ObjectNode object, String timestamp, long gracePeriodSeconds) {
        metadata(object).put("deletionTimestamp", timestamp).put("deletionGracePeriodSeconds", gracePeriodSeconds);
    }

    /** No finalizers remove the field. */
    public static void setFinalizers(ObjectNode object, List<String> finalizers) {
        if (finalizers.isEmpty()) {
            metadata(object).remove("finalizers");
            return;
        }
        ArrayNode array = metadata(object).putArray("finalizers");
        finalizers.forEach(array::add);
    }

    public static void setLabel(ObjectNode object, String key, String value) {
        child(object, "labels").put(key, value);
    }

    public static void setAnnotation(ObjectNode object, String key, String value) {
        child(object, "annotations").put(key, value);
    }

    public static void removeManagedFields(ObjectNode object) {
        if (object.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
    }

    private static ObjectNode child(ObjectNode object, String field) {
        ObjectNode metadata = metadata(object);
        return metadata.get(field) instanceof ObjectNode known ? known : metadata.putObject(field);
    }

    private static void put(ObjectNode object, String field, String value) {
        if (value.isEmpty()) {
            metadata(object).remove(field);
        } else {
            metadata(object).put(field, value);
        }
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path("metadata").path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    private static Map<String, String> texts(JsonNode node) {
        if (node.isEmpty()) {
            return Map.of();
        }
        var texts = new LinkedHashMap<String, String>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText("")));
        return Collections.unmodifiableMap(texts);
    }
}
