package dev.navarch.apiserver.request;

import dev.navarch.api.meta.StatusException;
import dev.navarch.api.selector.FieldSelector;
import dev.navarch.api.selector.SelectorSyntaxException;
import dev.navarch.apiserver.http.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what a request is about from its method, path and query; upstream's {@code RequestInfoFactory}. */
public final class RequestInfoResolver {

    private static final Set<String> SPECIAL_VERBS = Set.of("proxy", "watch");
    private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");
    private static final Set<String> VERBS_WITH_SELECTORS = Set.of("list", "watch", "deletecollection");

    private RequestInfoResolver() {}

    /** Throws a 400 only for {@code /api/v1/watch} and its like, where nothing follows. */
    public static RequestInfo resolve(String method, String path, Query query) {
        List<String> segments = split(path);
        int at = 0;
        String prefix = segments.size() < 3 ? "" : segments.getFirst();
        boolean grouped = prefix.equals("apis");
        if (!grouped && !prefix.equals("api")) {
            return nonResource(method, path);
        }
        if (grouped && segments.size() < 4) {
            return nonResource(method, path);
        }
        at++;
        String group = grouped ? segments.get(at++) : "";
        String version = segments.get(at++);
        boolean verbInPath = SPECIAL_VERBS.contains(segments.get(at));
        if (verbInPath && segments.size() < at + 2) {
            throw StatusException.of(
                    500, "", "failed to create RequestInfo: unable to determine kind and namespace from url, " + path);
        }
        String verb = verbInPath ? segments.get(at++) : verbOf(method);
        String namespace = "";
        if (segments.get(at).equals("namespaces") && segments.size() > at + 1) {
            namespace = segments.get(at + 1);
            if (segments.size() > at + 2 && !NAMESPACE_SUBRESOURCES.contains(segments.get(at + 2))) {
                at += 2;
            }
        }
        List<String> parts = segments.subList(at, segments.size());
        String resource = parts.getFirst();
        String name = parts.size() >= 2 ? parts.get(1) : "";
        String subresource = parts.size() >= 3 && !SPECIAL_VERBS.contains(verb) ? parts.get(2) : "";
        if (name.isEmpty() && verb.equals("get")) {
            verb = isWatch(query) ? "watch" : "list";
            name = selectedName(query);
        }
        if (name.isEmpty() && verb.equals("delete")) {
            verb = "deletecollection";
        }
        boolean selectable = !verbInPath && VERBS_WITH_SELECTORS.contains(verb);
        return new RequestInfo(
                true,
                path,
                verb,
                prefix,
                group,
                version,
                namespace,
                resource,
                subresource,
                name,
                parts,
                selectable ? query.get("fieldSelector") : "",
                selectable ? query.get("labelSelector") : "");
    }

    private static RequestInfo nonResource(String method, String path) {
        return new RequestInfo(
                false, path, method.toLowerCase(Locale.ROOT), "", "", "", "", "", "", "", List.of(), "", "");
    }

    private static List<String> split(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return start == end
                ? List.of()
                : Arrays.asList(path.substring(start, end).split("/", -1));
    }

    private static String verbOf(String method) {
        return switch (method) {
            case "POST" -> "create";
            case "GET", "HEAD" -> "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "";
        };
    }

    private static boolean isWatch(Query query) {
        return query.has("watch") && QueryValues.bool(query.get("watch"));
    }

    /** A list limited to one name counts as a request for that object, so that a user may be allowed just it. */
    private static String selectedName(Query query) {
        if (!query.has("fieldSelector")) {
            return "";
        }
        try {
            String name = FieldSelector.parse(query.get("fieldSelector"))
                    .requiresExactMatch("metadata.name")
                    .orElse("");
            boolean segment = !name.equals(".") && !name.equals("..") && !name.contains("/") && !name.contains("%");
            return segment ? name : "";
        } catch (SelectorSyntaxException unreadable) {
            return "";
        }
    }
}
