package dev.navarch.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.schema.StructuralSchema;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The schemas of a document: those that its operations name, and all that these refer to. */
final class SchemaComponents {

    static final String REFERENCE = "#/components/schemas/";
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private final Descriptions descriptions;
    private final Map<String, JsonNode> schemas = new TreeMap<>();
    private final Deque<String> wanted = new ArrayDeque<>();

    SchemaComponents(Descriptions descriptions) {
        this.descriptions = descriptions;
    }

    /** The reference to the schema of a resource's objects. */
    String object(ServedResource resource) {
        return resource.custom() ? custom(resource) : kind(resource.descriptor().kind());
    }

    /** The reference to the schema of the answer to a LIST. */
    String list(ServedResource resource) {
        ResourceDescriptor descriptor = resource.descriptor();
        GroupVersionKind listKind = descriptor.listGroupVersionKind();
        if (!resource.custom()) {
            return kind(listKind);
        }
        String name = customName(listKind);
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        schema.putArray("required").add("items");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties
                .putObject("items")
                .put("type", "array")
                .putObject("items")
                .put("$ref", REFERENCE + customName(descriptor.kind()));
        properties.putObject("metadata").put("$ref", meta("ListMeta"));
        groupVersionKind(schema, listKind);
        schemas.put(name, schema);
        return REFERENCE + name;
    }

    String meta(String type) {
        return definition(META + type);
    }

    /** The reference to the schema of a built-in kind; of anything where the kind has none. */
    String kind(GroupVersionKind kind) {
        return Catalog.builtIn()
                .schema(kind)
                .map(StructuralSchema::definition)
                .map(this::definition)
                .orElseGet(() -> meta("Status"));
    }

    private String definition(String name) {
        if (!schemas.containsKey(name)) {
            wanted.add(name);
        }
        return REFERENCE + name;
    }

    private String custom(ServedResource resource) {
        GroupVersionKind kind = resource.descriptor().kind();
        String name = customName(kind);
        JsonNode source = resource.descriptor().schema().source();
        ObjectNode schema =
                source instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        if (schema.path("type").asText().equals("object") || schema.isEmpty()) {
            schema.put("type", "object");
            ObjectNode properties =
                    schema.get("properties") instanceof ObjectNode present ? present : schema.putObject("properties");
            properties.putObject("apiVersion").put("type", "string");
            properties.putObject("kind").put("type", "string");
            properties.putObject("metadata").putArray("allOf").addObject().put("$ref", meta("ObjectMeta"));
        }
        groupVersionKind(schema, kind);
        schemas.put(name, schema);
        return REFERENCE + name;
    }

    private static void groupVersionKind(ObjectNode schema, GroupVersionKind kind) {
        schema.putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", kind.group())
                .put("kind", kind.kind())
                .put("version", kind.version());
    }

    /** The group's labels in reverse, as upstream names the schemas of custom resources. */
    static String customName(GroupVersionKind kind) {
        return String.join(".", List.of(kind.group().split("\\.")).reversed()) + "." + kind.version() + "."
                + kind.kind();
    }

    /** All schemas, by name; nothing may be asked for afterwards. */
    ObjectNode finish() {
        while (!wanted.isEmpty()) {
            String name = wanted.pop();
            StructuralSchema schema =
                    schemas.containsKey(name) ? null : Catalog.builtIn().definition(name);
            if (schema != null) {
                ObjectNode source = schema.source().deepCopy();
                descriptions.describe(name, source);
                schemas.put(name, source);
                collect(source);
            }
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        schemas.forEach(all::set);
        return all;
    }

    private void collect(JsonNode node) {
        if (node.isObject()) {
            String reference = node.path("$ref").asText("");
            if (reference.startsWith(REFERENCE)) {
                definition(reference.substring(REFERENCE.length()));
            }
        }
        node.forEach(this::collect);
    }
}
