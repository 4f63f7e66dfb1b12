package dev.navarch.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.List;
import java.util.Map;

/** The two aggregated documents (KEP-3352): all that is served below {@code /api} or {@code /apis} in one answer. */
final class AggregatedDocuments {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ServedGroups served;

    AggregatedDocuments(ServedGroups served) {
        this.served = served;
    }

    /**
     * The document in {@code apidiscovery.k8s.io/<version>}.
     *
     * @param core whether it is the one of {@code /api}, with the core group alone
     */
    ObjectNode document(boolean core, String version) {
        ObjectNode document = JSON.objectNode();
        document.put("kind", "APIGroupDiscoveryList");
        document.put("apiVersion", "apidiscovery.k8s.io/" + version);
        document.putObject("metadata");
        ArrayNode items = document.putArray("items");
        served.groups().forEach((name, versions) -> {
            if (name.isEmpty() == core) {
                items.add(group(name, versions));
            }
        });
        return document;
    }

    private static ObjectNode group(String name, Map<GroupVersion, List<ServedResource>> versions) {
        ObjectNode group = JSON.objectNode();
        ObjectNode metadata = group.putObject("metadata");
        if (!name.isEmpty()) {
            metadata.put("name", name);
        }
        ArrayNode list = group.putArray("versions");
        versions.forEach((version, resources) -> {
            ObjectNode node = list.addObject();
            node.put("version", version.version());
            ArrayNode entries = node.putArray("resources");
            resources.forEach(r -> entries.add(resource(r.descriptor(), version)));
            node.put("freshness", "Current");
        });
        return group;
    }

    private static ObjectNode resource(ResourceDescriptor resource, GroupVersion version) {
        ObjectNode node = JSON.objectNode();
        node.put("resource", resource.resource().resource());
        kind(node, resource.kind(), version);
        node.put("scope", resource.namespaced() ? "Namespaced" : "Cluster");
        node.put("singularResource", resource.singular());
        LegacyDocuments.texts(node, "verbs", resource.verbs(), true);
        LegacyDocuments.texts(node, "shortNames", resource.shortNames(), false);
        LegacyDocuments.texts(node, "categories", resource.categories(), false);
        if (!resource.subresources().isEmpty()) {
            ArrayNode parts = node.putArray("subresources");
            for (SubresourceDescriptor subresource : resource.subresources()) {
                ObjectNode part = parts.addObject();
                part.put("subresource", subresource.name());
                kind(part, subresource.kind(), version);
                LegacyDocuments.texts(part, "verbs", subresource.verbs(), true);
            }
        }
        return node;
    }

    /** The kind of the answers; group and version stay empty where they are those of the document's version. */
    private static void kind(ObjectNode node, GroupVersionKind kind, GroupVersion version) {
        boolean own = kind.groupVersion().equals(version);
        ObjectNode response = node.putObject("responseKind");
        response.put("group", own ? "" : kind.group());
        response.put("version", own ? "" : kind.version());
        response.put("kind", kind.kind());
    }
}
