package dev.navarch.apiserver.request;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionResource;
import java.util.List;

/**
 * What the path and method of a request say.
 *
 * @param isResourceRequest false for paths such as {@code /healthz} and {@code /apis}
 * @param verb a verb of the API ({@code get}, {@code list}, {@code watch}, {@code create}, …) for resources, otherwise
 *     the HTTP method in lower case
 * @param apiPrefix {@code api} or {@code apis}; empty for other paths
 * @param group empty for the core group
 * @param namespace empty for cluster-scoped requests; the name for requests to a namespace itself
 * @param resource plural, empty for requests that are not about a resource
 * @param subresource empty for the resource itself
 * @param name empty where no single object is named
 * @param parts what the path holds from the resource on
 * @param fieldSelector the parameter as it came; empty for none
 * @param labelSelector likewise
 */
public record RequestInfo(
        boolean isResourceRequest,
        String path,
        String verb,
        String apiPrefix,
        String group,
        String version,
        String namespace,
        String resource,
        String subresource,
        String name,
        List<String> parts,
        String fieldSelector,
        String labelSelector) {

    public RequestInfo {
        parts = List.copyOf(parts);
    }

    public GroupResource groupResource() {
        return new GroupResource(group, resource);
    }

    public GroupVersion groupVersion() {
        return new GroupVersion(group, version);
    }

    public GroupVersionResource groupVersionResource() {
        return new GroupVersionResource(group, version, resource);
    }

    /** Whether nothing is changed by it. */
    public boolean isReadOnly() {
        return switch (verb) {
            case "get", "list", "watch", "head", "options" -> true;
            default -> false;
        };
    }
}
