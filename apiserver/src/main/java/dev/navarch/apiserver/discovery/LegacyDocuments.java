package dev.navarch.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The documents of the discovery that came first: a tree of small ones. */
final class LegacyDocuments {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ServedGroups served;
    private final String serverAddress;

    LegacyDocuments(ServedGroups served, String serverAddress) {
        this.served = served;
        this.serverAddress = serverAddress;
    }

    /** {@code /api}. */
    ObjectNode coreVersions() {
        ObjectNode document = JSON.objectNode();
        document.put("kind", "APIVersions");
        ArrayNode versions = document.putArray("versions");
        served.groups().getOrDefault("", Map.of()).keySet().forEach(v -> versions.add(v.version()));
        ObjectNode address = document.putArray("serverAddressByClientCIDRs").addObject();
        address.put("clientCIDR", "0.0.0.0/0");
        address.put("serverAddress", serverAddress);
        return document;
    }

    /** {@code /apis}. */
    ObjectNode groups() {
        ObjectNode document = JSON.objectNode();
        document.put("kind", "APIGroupList");
        document.put("apiVersion", "v1");
        ArrayNode groups = document.putArray("groups");
        served.groups().forEach((name, versions) -> {
            if (!name.isEmpty()) {
                groups.add(group(name, versions.keySet()));
            }
        });
        return document;
    }

    /** {@code /apis/<group>}; empty for a group that is not served. */
    Optional<ObjectNode> group(String name) {
        Map<GroupVersion, List<ServedResource>> versions =
                name.isEmpty() ? null : served.groups().get(name);
        if (versions == null) {
            return Optional.empty();
        }
        ObjectNode document = JSON.objectNode();
        document.put("kind", "APIGroup");
        document.put("apiVersion", "v1");
        document.setAll(group(name, versions.keySet()));
        return Optional.of(document);
    }

    /** The resources of a version; empty for one that is not served. */
    Optional<ObjectNode> resources(GroupVersion version) {
        List<ServedResource> resources =
                served.groups().getOrDefault(version.group(), Map.of()).get(version);
        if (resources == null) {
            return Optional.empty();
        }
        ObjectNode document = JSON.objectNode();
        document.put("kind", "APIResourceList");
        if (!version.group().isEmpty()) {
            document.put("apiVersion", "v1");
        }
        document.put("groupVersion", version.apiVersion());
        ArrayNode list = document.putArray("resources");
        resources.stream()
                .sorted(Comparator.comparing(r -> r.resource().resource()))
                .flatMap(r -> entries(r, version))
                .forEach(list::add);
        return Optional.of(document);
    }

    private static ObjectNode group(String name, Collection<GroupVersion> versions) {
        ObjectNode group = JSON.objectNode();
        group.put("name", name);
        ArrayNode list = group.putArray("versions");
        versions.forEach(v -> version(list.addObject(), v));
        version(group.putObject("preferredVersion"), versions.iterator().next());
        return group;
    }

    private static void version(ObjectNode node, GroupVersion version) {
        node.put("groupVersion", version.apiVersion());
        node.put("version", version.version());
    }

    private static Stream<ObjectNode> entries(ServedResource served, GroupVersion version) {
        ResourceDescriptor resource = served.descriptor();
        ObjectNode own = entry(
                resource.resource().resource(), resource.singular(), resource.namespaced(), resource.kind(), version);
        texts(own, "verbs", resource.verbs(), true);
        texts(own, "shortNames", resource.shortNames(), false);
        texts(own, "categories", resource.categories(), false);
        if (!resource.storageVersionHash().isEmpty()) {
            own.put("storageVersionHash", resource.storageVersionHash());
        }
        Stream<SubresourceDescriptor> subresources = resource.subresources().stream();
        Stream<ObjectNode> parts = (served.custom()
                        ? subresources
                        : subresources.sorted(Comparator.comparing(SubresourceDescriptor::name)))
                .map(s -> subresource(resource, s, version));
        return resource.verbs().isEmpty() ? parts : Stream.concat(Stream.of(own), parts);
    }

    private static ObjectNode subresource(
            ResourceDescriptor resource, SubresourceDescriptor subresource, GroupVersion version) {
        ObjectNode entry = entry(
                resource.resource().resource() + "/" + subresource.name(),
                "",
                resource.namespaced(),
                subresource.kind(),
                version);
        texts(entry, "verbs", subresource.verbs(), true);
        return entry;
    }

    private static ObjectNode entry(
            String name, String singular, boolean namespaced, GroupVersionKind kind, GroupVersion version) {
        ObjectNode entry = JSON.objectNode();
        entry.put("name", name);
        entry.put("singularName", singular);
        entry.put("namespaced", namespaced);
        if (!kind.groupVersion().equals(version)) {
            entry.put("group", kind.group());
            entry.put("version", kind.version());
        }
        entry.put("kind", kind.kind());
        return entry;
    }

    static void texts(ObjectNode node, String field, List<String> values, boolean evenEmpty) {
        if (evenEmpty || !values.isEmpty()) {
            ArrayNode list = node.putArray(field);
            values.forEach(list::add);
        }
    }
}
