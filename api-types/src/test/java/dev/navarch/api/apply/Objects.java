package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import java.time.Instant;

/** Objects and managers for tests; JSON with single quotes. */
final class Objects {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final MergeTypes TYPES = new MergeTypes();

    private Objects() {}

    static ObjectNode object(String json) {
        return (ObjectNode) Json.parse(json.replace('\'', '"'));
    }

    static FieldManager.Builder builtIn(String apiVersion, String kind) {
        GroupVersionKind gvk = GroupVersion.parse(apiVersion).kind(kind);
        return FieldManager.builder(
                        gvk,
                        version -> Catalog.builtIn()
                                .schema(GroupVersion.parse(version).kind(kind)))
                .types(TYPES)
                .emptyObject(() -> GoShape.empty(apiVersion, kind))
                .defaulter(GoShape::decoded);
    }

    static FieldManager configMaps() {
        return builtIn("v1", "ConfigMap").build();
    }

    static String owners(ObjectNode object) {
        StringBuilder out = new StringBuilder();
        object.path("metadata")
                .path("managedFields")
                .forEach(entry -> out.append(entry.path("manager").asText())
                        .append(' ')
                        .append(entry.path("operation").asText())
                        .append(' ')
                        .append(entry.path("apiVersion").asText())
                        .append(' ')
                        .append(FieldsV1.decode(entry.path("fieldsV1")).paths())
                        .append('\n'));
        return out.toString();
    }
}
