package dev.navarch.apiserver.authorization;

import dev.navarch.apiserver.request.UserInfo;
import java.util.List;

/**
 * What a request asks to be allowed.
 *
 * @param verb a verb of the API such as {@code list}; for other paths the HTTP method in lower case
 * @param namespace empty for cluster-scoped and non-resource requests
 * @param name empty where the request names no single object
 * @param path the request path; what counts when {@code isResourceRequest} is false
 * @param fieldSelector the requirements that the request limits itself to; empty for none
 * @param labelSelector likewise
 */
public record Attributes(
        UserInfo user,
        String verb,
        String namespace,
        String group,
        String version,
        String resource,
        String subresource,
        String name,
        boolean isResourceRequest,
        String path,
        List<SelectorRequirement> fieldSelector,
        List<SelectorRequirement> labelSelector) {

    /** One requirement of a selector: {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}. */
    public record SelectorRequirement(String key, String operator, List<String> values) {
        public SelectorRequirement {
            values = List.copyOf(values);
        }
    }

    public Attributes {
        fieldSelector = List.copyOf(fieldSelector);
        labelSelector = List.copyOf(labelSelector);
    }

    /** A request for a resource without selectors. */
    public static Attributes resource(
            UserInfo user,
            String verb,
            String group,
            String version,
            String resource,
            String subresource,
            String namespace,
            String name) {
        return new Attributes(
                user, verb, namespace, group, version, resource, subresource, name, true, "", List.of(), List.of());
    }

    /** A request for a path that is no resource, such as {@code /healthz}. */
    public static Attributes path(UserInfo user, String verb, String path) {
        return new Attributes(user, verb, "", "", "", "", "", "", false, path, List.of(), List.of());
    }

    /** The verbs that change nothing: {@code get}, {@code list}, {@code watch}. */
    public boolean isReadOnly() {
        return verb.equals("get") || verb.equals("list") || verb.equals("watch");
    }
}
