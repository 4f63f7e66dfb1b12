package dev.navarch.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import java.util.ArrayList;
import java.util.List;

/** Requests of which a hook wants to know. */
record WebhookRule(
        List<String> operations, List<String> groups, List<String> versions, List<String> resources, String scope) {

    static WebhookRule of(JsonNode rule) {
        return new WebhookRule(
                texts(rule.path("operations")),
                texts(rule.path("apiGroups")),
                texts(rule.path("apiVersions")),
                texts(rule.path("resources")),
                rule.path("scope").asText("*"));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(text -> texts.add(text.asText("")));
        return texts;
    }

    /** Whether the request is meant, were it to that resource. */
    boolean matches(AdmissionAttributes request, GroupVersionResource resource) {
        return isInScope(request, resource)
                && contains(operations, request.operation().name())
                && contains(groups, resource.group())
                && contains(versions, resource.version())
                && resources.stream().anyMatch(each -> names(each, resource.resource(), request.subresource()));
    }

    private static boolean contains(List<String> list, String value) {
        return list.contains("*") || list.contains(value);
    }

    private static boolean names(String pattern, String resource, String subresource) {
        int slash = pattern.indexOf('/');
        String wanted = slash < 0 ? pattern : pattern.substring(0, slash);
        String part = slash < 0 ? "" : pattern.substring(slash + 1);
        return (wanted.equals("*") || wanted.equals(resource)) && (part.equals("*") || part.equals(subresource));
    }

    /** A namespace is no namespaced object, though plugins are told its own name as its namespace. */
    private boolean isInScope(AdmissionAttributes request, GroupVersionResource resource) {
        boolean isNamespace = resource.group().isEmpty() && resource.resource().equals("namespaces");
        boolean namespaced = !isNamespace && !request.namespace().isEmpty();
        return switch (scope) {
            case "*" -> true;
            case "Namespaced" -> namespaced;
            case "Cluster" -> !namespaced;
            default -> false;
        };
    }
}
