package dev.navarch.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.List;
import java.util.Locale;

/** The paths of one resource with their operations, in OpenAPI 3. */
final class Operations {

    private static final List<String> WRITE = List.of("pretty", "dryRun", "fieldManager", "fieldValidation");
    private static final List<String> DELETE = List.of(
            "pretty",
            "dryRun",
            "gracePeriodSeconds",
            "ignoreStoreReadErrorWithClusterBreakingPotential",
            "orphanDependents",
            "propagationPolicy");
    private static final List<String> LIST = List.of(
            "pretty",
            "allowWatchBookmarks",
            "continue",
            "fieldSelector",
            "labelSelector",
            "limit",
            "resourceVersion",
            "resourceVersionMatch",
            "sendInitialEvents",
            "timeoutSeconds",
            "watch");
    private static final List<String> BOOLEANS = List.of(
            "allowWatchBookmarks",
            "sendInitialEvents",
            "watch",
            "force",
            "orphanDependents",
            "ignoreStoreReadErrorWithClusterBreakingPotential");
    private static final List<String> INTEGERS = List.of("limit", "timeoutSeconds", "gracePeriodSeconds");
    private static final List<String> MEDIA =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
    private static final List<String> PATCHES = List.of(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml");
    /** What is not here kubectl does not send: custom resources cannot be merged strategically. */
    private static final List<String> CUSTOM_PATCHES =
            List.of("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");

    private final ObjectNode paths;
    private final SchemaComponents schemas;

    Operations(ObjectNode paths, SchemaComponents schemas) {
        this.paths = paths;
        this.schemas = schemas;
    }

    void add(ServedResource resource) {
        ResourceDescriptor descriptor = resource.descriptor();
        GroupVersion version = descriptor.resource().groupVersion();
        String root = (version.group().isEmpty() ? "/api/" : "/apis/") + version.apiVersion();
        String collection = root
                + (descriptor.namespaced() ? "/namespaces/{namespace}/" : "/")
                + descriptor.resource().resource();
        String name = (descriptor.namespaced() ? "Namespaced" : "")
                + descriptor.kind().kind();
        collection(resource, collection, name);
        if (descriptor.namespaced() && descriptor.supports("list")) {
            ObjectNode path = path(root + "/" + descriptor.resource().resource(), false, false);
            ObjectNode list = operation(
                    path,
                    "get",
                    "list",
                    descriptor.kind(),
                    "list",
                    descriptor.kind().kind() + "ForAllNamespaces");
            parameters(list, LIST);
            answer(list, "200", schemas.list(resource));
        }
        if (!descriptor.verbs().isEmpty()) {
            item(resource, collection + "/{name}", name);
        }
        for (SubresourceDescriptor subresource : descriptor.subresources()) {
            subresource(resource, subresource, collection + "/{name}/" + subresource.name(), name);
        }
    }

    private void collection(ServedResource resource, String url, String name) {
        ResourceDescriptor descriptor = resource.descriptor();
        ObjectNode path = path(url, descriptor.namespaced(), false);
        String object = schemas.object(resource);
        if (descriptor.supports("list")) {
            ObjectNode list = operation(path, "get", "list", descriptor.kind(), "list", name);
            parameters(list, LIST);
            answer(list, "200", schemas.list(resource));
        }
        if (descriptor.supports("create")) {
            ObjectNode create = operation(path, "post", "post", descriptor.kind(), "create", name);
            parameters(create, WRITE);
            body(create, List.of("*/*"), object);
            for (String code : List.of("200", "201", "202")) {
                answer(create, code, object);
            }
        }
        if (descriptor.supports("deletecollection")) {
            ObjectNode delete =
                    operation(path, "delete", "deletecollection", descriptor.kind(), "deleteCollection", name);
            parameters(delete, LIST);
            body(delete, List.of("*/*"), schemas.meta("DeleteOptions"));
            answer(delete, "200", schemas.meta("Status"));
        }
        if (path.isEmpty() || !hasOperations(path)) {
            paths.remove(url);
        }
    }

    private void item(ServedResource resource, String url, String name) {
        ResourceDescriptor descriptor = resource.descriptor();
        ObjectNode path = path(url, descriptor.namespaced(), true);
        String object = schemas.object(resource);
        if (descriptor.supports("get")) {
            ObjectNode get = operation(path, "get", "get", descriptor.kind(), "read", name);
            parameters(get, List.of("pretty"));
            answer(get, "200", object);
        }
        change(path, resource, descriptor.verbs(), descriptor.kind(), object, name);
        if (descriptor.supports("delete")) {
            ObjectNode delete = operation(path, "delete", "delete", descriptor.kind(), "delete", name);
            parameters(delete, DELETE);
            body(delete, List.of("*/*"), schemas.meta("DeleteOptions"));
            answer(delete, "200", schemas.meta("Status"));
            answer(delete, "202", schemas.meta("Status"));
        }
        if (!hasOperations(path)) {
            paths.remove(url);
        }
    }

    private void subresource(ServedResource resource, SubresourceDescriptor subresource, String url, String name) {
        ObjectNode path = path(url, resource.descriptor().namespaced(), true);
        String object = schemas.kind(subresource.kind());
        String full = name + capitalized(subresource.name());
        if (subresource.supports("get")) {
            ObjectNode get = operation(path, "get", "get", subresource.kind(), "read", full);
            parameters(get, List.of("pretty"));
            answer(get, "200", object);
        }
        if (subresource.supports("create")) {
            ObjectNode create = operation(path, "post", "post", subresource.kind(), "create", full);
            parameters(create, WRITE);
            body(create, List.of("*/*"), object);
            answer(create, "201", object);
        }
        change(path, resource, subresource.verbs(), subresource.kind(), object, full);
        if (!hasOperations(path)) {
            paths.remove(url);
        }
    }

    private void change(
            ObjectNode path,
            ServedResource resource,
            List<String> verbs,
            GroupVersionKind kind,
            String object,
            String name) {
        if (verbs.contains("update")) {
            ObjectNode put = operation(path, "put", "put", kind, "replace", name);
            parameters(put, WRITE);
            body(put, List.of("*/*"), object);
            answer(put, "200", object);
            answer(put, "201", object);
        }
        if (verbs.contains("patch")) {
            ObjectNode patch = operation(path, "patch", "patch", kind, "patch", name);
            parameters(patch, WRITE);
            parameters(patch, List.of("force"));
            body(patch, resource.custom() ? CUSTOM_PATCHES : PATCHES, schemas.meta("Patch"));
            answer(patch, "200", object);
            answer(patch, "201", object);
        }
    }

    private ObjectNode path(String url, boolean namespaced, boolean named) {
        ObjectNode path = paths.putObject(url);
        ArrayNode parameters = path.putArray("parameters");
        if (named) {
            inPath(parameters, "name");
        }
        if (namespaced) {
            inPath(parameters, "namespace");
        }
        return path;
    }

    private static boolean hasOperations(ObjectNode path) {
        return path.size() > 1;
    }

    private static void inPath(ArrayNode parameters, String name) {
        ObjectNode parameter = parameters.addObject();
        parameter.put("in", "path");
        parameter.put("name", name);
        parameter.put("required", true);
        parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
    }

    private static ObjectNode operation(
            ObjectNode path, String method, String action, GroupVersionKind kind, String verb, String name) {
        ObjectNode operation = path.putObject(method);
        operation
                .putArray("tags")
                .add((kind.group().isEmpty() ? "core" : kind.group().split("\\.", 2)[0]) + "_" + kind.version());
        String group =
                kind.group().isEmpty() ? "Core" : capitalized(kind.group().split("\\.", 2)[0]);
        operation.put("operationId", verb + group + capitalized(kind.version()) + name);
        operation.put("x-kubernetes-action", action);
        operation.set(
                "x-kubernetes-group-version-kind",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("group", kind.group())
                        .put("kind", kind.kind())
                        .put("version", kind.version()));
        return operation;
    }

    private static void parameters(ObjectNode operation, List<String> names) {
        ArrayNode parameters =
                operation.get("parameters") instanceof ArrayNode present ? present : operation.putArray("parameters");
        for (String name : names) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("in", "query");
            parameter.put("name", name);
            String type = BOOLEANS.contains(name) ? "boolean" : INTEGERS.contains(name) ? "integer" : "string";
            parameter.putObject("schema").put("type", type).put("uniqueItems", true);
        }
    }

    private static void body(ObjectNode operation, List<String> media, String schema) {
        ObjectNode content = operation.putObject("requestBody").putObject("content");
        media.forEach(type -> content.putObject(type).putObject("schema").put("$ref", schema));
    }

    private static void answer(ObjectNode operation, String code, String schema) {
        ObjectNode responses =
                operation.get("responses") instanceof ObjectNode present ? present : operation.putObject("responses");
        ObjectNode response = responses.putObject(code);
        response.put("description", code.equals("201") ? "Created" : code.equals("202") ? "Accepted" : "OK");
        ObjectNode content = response.putObject("content");
        MEDIA.forEach(type -> content.putObject(type).putObject("schema").put("$ref", schema));
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
