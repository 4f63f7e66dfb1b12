package dev.navarch.api.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.facts.FactFile;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the fact files into descriptors. */
final class CatalogReader {

    private final Catalog catalog;

    CatalogReader(Catalog catalog) {
        this.catalog = catalog;
    }

    List<ResourceDescriptor> read(FactFile file) {
        var resources = new ArrayList<ResourceDescriptor>(file.names().size());
        for (String name : file.names()) {
            resources.add(descriptor(Json.parseTrusted(Objects.requireNonNull(file.get(name)))));
        }
        return List.copyOf(resources);
    }

    private ResourceDescriptor descriptor(JsonNode facts) {
        var version = new GroupVersion(text(facts, "group"), text(facts, "version"));
        String kind = text(facts, "kind");
        List<String> verbs = strings(facts.path("verbs"));
        return new ResourceDescriptor(
                version.resource(text(facts, "resource")),
                version.kind(kind),
                verbs.contains("list") ? kind + "List" : "",
                facts.path("namespaced").asBoolean(),
                text(facts, "singular"),
                strings(facts.path("shortNames")),
                strings(facts.path("categories")),
                verbs,
                text(facts, "storageVersionHash"),
                storage(facts.path("storage")),
                subresources(facts.path("subresources")),
                catalog.lazyDefinition(text(facts, "schema")),
                text(facts, "message"),
                columns(facts.path("columns")));
    }

    private static @Nullable StorageForm storage(JsonNode facts) {
        if (facts.isMissingNode()) {
            return null;
        }
        return new StorageForm(
                text(facts, "prefix"),
                GroupVersion.parse(text(facts, "apiVersion")),
                text(facts, "encoding").equals("protobuf"));
    }

    private static List<SubresourceDescriptor> subresources(JsonNode list) {
        var subresources = new ArrayList<SubresourceDescriptor>(list.size());
        for (JsonNode each : list) {
            subresources.add(new SubresourceDescriptor(
                    text(each, "name"),
                    new GroupVersionKind(text(each, "group"), text(each, "version"), text(each, "kind")),
                    strings(each.path("verbs"))));
        }
        return subresources;
    }

    private static List<TableColumn> columns(JsonNode list) {
        var columns = new ArrayList<TableColumn>(list.size());
        for (JsonNode each : list) {
            columns.add(TableColumn.of(
                    text(each, "name"),
                    text(each, "type"),
                    text(each, "format"),
                    each.path("priority").asInt()));
        }
        return columns;
    }

    /** Lines {@code apps/v1/Deployment io.k8s.api.apps.v1.Deployment}. */
    static Map<GroupVersionKind, String> kinds(FactFile file) {
        var kinds = new HashMap<GroupVersionKind, String>();
        for (String name : file.names()) {
            int slash = name.lastIndexOf('/');
            kinds.put(
                    GroupVersion.parse(name.substring(0, slash)).kind(name.substring(slash + 1)),
                    Objects.requireNonNull(file.get(name)));
        }
        return kinds;
    }

    private static String text(JsonNode facts, String field) {
        return facts.path(field).asText("");
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>(array.size());
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }
}
