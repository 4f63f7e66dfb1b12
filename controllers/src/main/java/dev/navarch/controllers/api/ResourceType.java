package dev.navarch.controllers.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resource that the API server serves, as discovery tells it.
 *
 * @param group empty for the core group
 * @param resource the plural, lower-case name in paths
 */
public record ResourceType(
        String group, String version, String resource, String kind, boolean namespaced, Set<String> verbs) {

    public ResourceType {
        verbs = Set.copyOf(verbs);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public boolean supports(String... wanted) {
        return verbs.containsAll(Set.of(wanted));
    }

    public boolean is(String otherGroup, String otherResource) {
        return group.equals(otherGroup) && resource.equals(otherResource);
    }

    /** The path of the collection (over all namespaces where none is given), or of one object in it. */
    public String path(@Nullable String namespace, @Nullable String name) {
        StringBuilder path = new StringBuilder(group.isEmpty() ? "/api/" : "/apis/" + group + "/").append(version);
        if (namespaced && namespace != null) {
            path.append("/namespaces/").append(namespace);
        }
        path.append('/').append(resource);
        if (name != null) {
            path.append('/')
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return path.toString();
    }

    /** As upstream's texts name a resource: {@code pods.} for the core group, {@code jobs.batch} for others. */
    public String dotted() {
        return resource + "." + group;
    }
}
