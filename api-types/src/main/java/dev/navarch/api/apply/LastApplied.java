package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The annotation by which kubectl's client-side apply remembers what it applied. */
final class LastApplied {

    static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    /** Only this manager's applies take over from, and keep up, the annotation. */
    static final String MANAGER = "kubectl";

    private static final int MAX_ANNOTATION_BYTES = 256 * 1024;

    private LastApplied() {}

    /** What client-side apply applied last, if it was in the version given. */
    static Optional<ObjectNode> configuration(ObjectNode live, String apiVersion) {
        String text = annotation(live);
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Json.parse(text) instanceof ObjectNode configuration
                            && configuration.path("apiVersion").asText("").equals(apiVersion)
                    ? Optional.of(configuration)
                    : Optional.empty();
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    static boolean isKeptBy(ObjectNode object) {
        String text = annotation(object);
        return text != null && !text.isEmpty();
    }

    /** Writes what was applied into the annotation; too long a text removes it. */
    static void record(ObjectNode object, ObjectNode applied) {
        ObjectNode configuration = applied.deepCopy();
        if (configuration.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ANNOTATION);
        }
        ObjectNode annotations = object.withObjectProperty("metadata").withObjectProperty("annotations");
        annotations.put(ANNOTATION, CanonicalJson.print(configuration) + "\n");
        if (size(annotations) > MAX_ANNOTATION_BYTES) {
            annotations.remove(ANNOTATION);
        }
    }

    private static long size(ObjectNode annotations) {
        long size = 0;
        for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
            size += annotation.getKey().getBytes(StandardCharsets.UTF_8).length;
            size += annotation.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    private static @Nullable String annotation(ObjectNode object) {
        JsonNode text = object.path("metadata").path("annotations").get(ANNOTATION);
        return text != null && text.isTextual() ? text.textValue() : null;
    }
}
