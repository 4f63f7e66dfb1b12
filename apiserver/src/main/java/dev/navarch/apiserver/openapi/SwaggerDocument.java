package dev.navarch.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.Map;

/** The OpenAPI 2 document: all definitions and paths in one, turned from version 3. */
record SwaggerDocument(ResourceRegistry registry, Descriptions descriptions) {

    private static final String V2_REFERENCE = "#/definitions/";

    ObjectNode make() {
        ObjectNode paths = JsonNodeFactory.instance.objectNode();
        SchemaComponents schemas = new SchemaComponents(descriptions);
        Operations operations = new Operations(paths, schemas);
        for (ServedResource resource : registry.all()) {
            operations.add(resource);
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("swagger", "2.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "1.36");
        document.set("paths", paths(paths));
        document.set("definitions", definitions(schemas.finish()));
        document.putObject("securityDefinitions").set("BearerToken", GroupVersionDocument.bearerToken());
        document.putArray("security").addObject().putArray("BearerToken");
        return document;
    }

    private static ObjectNode definitions(ObjectNode schemas) {
        ObjectNode definitions = JsonNodeFactory.instance.objectNode();
        schemas.properties().forEach(e -> definitions.set(e.getKey(), schema(e.getValue())));
        return definitions;
    }

    /** A schema in version 2: plain references, no combinators, no nullable. */
    private static JsonNode schema(JsonNode source) {
        if (source instanceof ArrayNode list) {
            ArrayNode turned = list.arrayNode();
            list.forEach(item -> turned.add(schema(item)));
            return turned;
        }
        if (!(source instanceof ObjectNode object)) {
            return source;
        }
        JsonNode single = object.path("allOf");
        if (single.size() == 1 && single.get(0).has("$ref")) {
            return reference(object, single.get(0));
        }
        ObjectNode turned = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            if (key.equals("$ref")) {
                turned.put("$ref", entry.getValue().asText().replace(SchemaComponents.REFERENCE, V2_REFERENCE));
            } else if (!key.equals("oneOf") && !key.equals("anyOf") && !key.equals("not") && !key.equals("nullable")) {
                turned.set(key, schema(entry.getValue()));
            }
        }
        return turned;
    }

    /** A reference with what is said beside it. */
    private static ObjectNode reference(ObjectNode object, JsonNode reference) {
        ObjectNode turned = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getKey().equals("description") || entry.getKey().startsWith("x-")) {
                turned.set(entry.getKey(), entry.getValue());
            }
        }
        turned.setAll((ObjectNode) schema(reference));
        return turned;
    }

    private static ObjectNode paths(ObjectNode paths) {
        ObjectNode turned = JsonNodeFactory.instance.objectNode();
        paths.properties().forEach(path -> {
            ObjectNode item = turned.putObject(path.getKey());
            path.getValue().properties().forEach(part -> {
                if (part.getKey().equals("parameters")) {
                    item.set("parameters", parameters(part.getValue()));
                } else {
                    item.set(part.getKey(), operation(part.getValue()));
                }
            });
        });
        return turned;
    }

    private static ArrayNode parameters(JsonNode parameters) {
        ArrayNode turned = JsonNodeFactory.instance.arrayNode();
        for (JsonNode parameter : parameters) {
            ObjectNode copy = parameter.deepCopy();
            copy.set("type", parameter.path("schema").path("type"));
            copy.remove("schema");
            turned.add(copy);
        }
        return turned;
    }

    private static ObjectNode operation(JsonNode operation) {
        ObjectNode turned = operation.deepCopy();
        ArrayNode parameters = parameters(operation.path("parameters"));
        ArrayNode consumes = turned.putArray("consumes");
        for (Map.Entry<String, JsonNode> content :
                operation.path("requestBody").path("content").properties()) {
            consumes.add(content.getKey());
        }
        JsonNode content = operation.path("requestBody").path("content");
        if (!content.isEmpty()) {
            ObjectNode body = parameters.addObject();
            body.put("in", "body");
            body.put("name", "body");
            body.set("schema", schema(content.elements().next().path("schema")));
        }
        turned.remove("requestBody");
        turned.set("parameters", parameters);
        turned.putArray("produces").add("application/json").add("application/yaml");
        ObjectNode responses = turned.putObject("responses");
        operation.path("responses").properties().forEach(response -> {
            ObjectNode answer = responses.putObject(response.getKey());
            answer.set("description", response.getValue().path("description"));
            JsonNode media = response.getValue().path("content");
            if (!media.isEmpty()) {
                answer.set("schema", schema(media.elements().next().path("schema")));
            }
        });
        return turned;
    }
}
