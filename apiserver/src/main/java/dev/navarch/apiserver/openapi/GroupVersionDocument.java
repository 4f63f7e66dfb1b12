package dev.navarch.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.Locale;

/** The OpenAPI 3 document of one group version. */
record GroupVersionDocument(GroupVersion version, ResourceRegistry registry, Descriptions descriptions) {

    ObjectNode make() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "1.36");
        ObjectNode paths = document.putObject("paths");
        SchemaComponents schemas = new SchemaComponents(descriptions);
        resources(paths, schemas);
        Operations operations = new Operations(paths, schemas);
        for (ServedResource resource : registry.all(version)) {
            operations.add(resource);
        }
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas.finish());
        components.putObject("securitySchemes").set("BearerToken", bearerToken());
        return document;
    }

    /** How clients say who they are. */
    static ObjectNode bearerToken() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "apiKey")
                .put("description", "Bearer Token authentication")
                .put("name", "authorization")
                .put("in", "header");
    }

    private void resources(ObjectNode paths, SchemaComponents schemas) {
        String root = (version.group().isEmpty() ? "/api/" : "/apis/") + version.apiVersion() + "/";
        ObjectNode get = paths.putObject(root).putObject("get");
        String group =
                version.group().isEmpty() ? "Core" : capitalized(version.group().split("\\.", 2)[0]);
        get.put("operationId", "get" + group + capitalized(version.version()) + "APIResources");
        ObjectNode response = get.putObject("responses").putObject("200");
        response.put("description", "OK");
        response.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", schemas.meta("APIResourceList"));
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
