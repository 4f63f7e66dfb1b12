package dev.navarch.apiserver.discovery;

import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is served, in the order in which clients prefer it: built-in groups as the catalog has them, then the groups of
 * custom resources by name; in a group the preferred version first; in a version resources by name.
 */
record ServedGroups(Map<String, Map<GroupVersion, List<ServedResource>>> groups) {

    static ServedGroups of(ResourceRegistry registry) {
        Map<String, Map<GroupVersion, List<ServedResource>>> groups = new LinkedHashMap<>();
        Catalog catalog = Catalog.builtIn();
        for (String group : catalog.groups()) {
            groups.put(group, new LinkedHashMap<>());
        }
        Map<String, Map<GroupVersion, List<ServedResource>>> custom = new TreeMap<>();
        for (ServedResource resource : registry.all()) {
            GroupVersion servedIn = resource.resource().groupVersion();
            Map<GroupVersion, List<ServedResource>> versions = groups.containsKey(servedIn.group())
                    ? groups.get(servedIn.group())
                    : custom.computeIfAbsent(servedIn.group(), g -> new TreeMap<>(VersionPriority.OLDEST_LAST));
            versions.computeIfAbsent(servedIn, v -> new ArrayList<>()).add(resource);
        }
        groups.putAll(custom);
        groups.values().removeIf(Map::isEmpty);
        groups.forEach((group, versions) -> versions.values()
                .forEach(
                        list -> list.sort(Comparator.comparing(r -> r.resource().resource()))));
        for (String group : catalog.groups()) {
            Map<GroupVersion, List<ServedResource>> versions = groups.get(group);
            if (versions != null && versions.size() > 1) {
                groups.put(group, inOrder(versions, catalog.versions(group)));
            }
        }
        return new ServedGroups(groups);
    }

    private static Map<GroupVersion, List<ServedResource>> inOrder(
            Map<GroupVersion, List<ServedResource>> versions, List<GroupVersion> order) {
        Map<GroupVersion, List<ServedResource>> ordered = new LinkedHashMap<>();
        for (GroupVersion version : order) {
            List<ServedResource> resources = versions.get(version);
            if (resources != null) {
                ordered.put(version, resources);
            }
        }
        versions.forEach(ordered::putIfAbsent);
        return ordered;
    }
}
