package dev.navarch.controllers.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Asks the API server what it serves, built in, custom and aggregated, each resource in its preferred version. */
public final class Discovery {

    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    private final MetadataClient client;

    public Discovery(MetadataClient client) {
        this.client = client;
    }

    /**
     * What discovery found.
     *
     * @param resources each resource once, in its preferred version
     * @param all every resource in every version
     * @param failures why a group and version could not be asked, by its name; the resources are then incomplete
     */
    public record Found(List<ResourceType> resources, List<ResourceType> all, Map<String, String> failures) {

        public boolean isComplete() {
            return failures.isEmpty();
        }

        /** The text with which upstream reports an incomplete discovery. */
        public String failureMessage() {
            List<String> texts = new ArrayList<>();
            failures.forEach((groupVersion, why) -> texts.add(groupVersion + ": " + why));
            return "unable to retrieve the complete list of server APIs: " + String.join(", ", texts);
        }
    }

    /**
     * Everything that is served, each resource once.
     *
     * @throws KubernetesClientException where the API server does not answer at all
     */
    public Found preferredResources() {
        List<ResourceType> all = new ArrayList<>();
        Map<String, String> failures = new TreeMap<>();
        for (String root : List.of("/api", "/apis")) {
            JsonNode document = client.getJson(root, AGGREGATED);
            if (document.path("kind").asText().equals("APIGroupDiscoveryList")) {
                document.path("items").forEach(group -> addGroup(group, all, failures));
            } else {
                groupVersionsOf(root, document)
                        .forEach((path, groupVersion) -> addLegacy(path, groupVersion, all, failures));
            }
        }
        Map<String, ResourceType> preferred = new LinkedHashMap<>();
        all.forEach(type -> preferred.putIfAbsent(type.dotted(), type));
        return new Found(List.copyOf(preferred.values()), List.copyOf(all), failures);
    }

    private static void addGroup(JsonNode group, List<ResourceType> found, Map<String, String> failures) {
        String groupName = group.path("metadata").path("name").asText();
        for (JsonNode version : group.path("versions")) {
            String versionName = version.path("version").asText();
            if (version.path("freshness").asText().equals("Stale")) {
                String groupVersion = groupName + "/" + versionName;
                failures.put(groupVersion, "stale GroupVersion discovery: " + groupVersion);
            }
            for (JsonNode resource : version.path("resources")) {
                var kind = resource.path("responseKind");
                found.add(new ResourceType(
                        groupName,
                        versionName,
                        resource.path("resource").asText(),
                        kind.path("kind").asText(),
                        resource.path("scope").asText().equals("Namespaced"),
                        texts(resource.path("verbs"))));
            }
        }
    }

    private static Map<String, String> groupVersionsOf(String root, JsonNode document) {
        Map<String, String> byPath = new LinkedHashMap<>();
        document.path("versions").forEach(v -> byPath.put(root + "/" + v.asText(), v.asText()));
        for (JsonNode group : document.path("groups")) {
            String preferred =
                    group.path("preferredVersion").path("groupVersion").asText();
            byPath.put(root + "/" + preferred, preferred);
            group.path("versions").forEach(v -> {
                String groupVersion = v.path("groupVersion").asText();
                byPath.put(root + "/" + groupVersion, groupVersion);
            });
        }
        return byPath;
    }

    private void addLegacy(String path, String groupVersion, List<ResourceType> found, Map<String, String> failures) {
        try {
            int slash = groupVersion.indexOf('/');
            String group = slash < 0 ? "" : groupVersion.substring(0, slash);
            String version = groupVersion.substring(slash + 1);
            for (JsonNode resource : client.getJson(path, "application/json").path("resources")) {
                String name = resource.path("name").asText();
                if (!name.contains("/")) {
                    found.add(new ResourceType(
                            group,
                            version,
                            name,
                            resource.path("kind").asText(),
                            resource.path("namespaced").asBoolean(),
                            texts(resource.path("verbs"))));
                }
            }
        } catch (KubernetesClientException e) {
            failures.put(groupVersion, ApiErrors.message(e));
        }
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(t -> texts.add(t.asText()));
        return texts;
    }
}
