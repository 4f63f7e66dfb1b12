package dev.navarch.apiserver.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.apiserver.authorization.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One rule of a role: what it allows. {@code *} stands for all. */
public record PolicyRule(
        List<String> verbs,
        List<String> apiGroups,
        List<String> resources,
        List<String> resourceNames,
        List<String> nonResourceUrls) {

    public PolicyRule {
        verbs = List.copyOf(verbs);
        apiGroups = List.copyOf(apiGroups);
        resources = List.copyOf(resources);
        resourceNames = List.copyOf(resourceNames);
        nonResourceUrls = List.copyOf(nonResourceUrls);
    }

    /** The {@code rules} of a role. */
    public static List<PolicyRule> listOf(JsonNode rules) {
        var all = new ArrayList<PolicyRule>(rules.size());
        for (JsonNode rule : rules) {
            all.add(new PolicyRule(
                    strings(rule.path("verbs")),
                    strings(rule.path("apiGroups")),
                    strings(rule.path("resources")),
                    strings(rule.path("resourceNames")),
                    strings(rule.path("nonResourceURLs"))));
        }
        return List.copyOf(all);
    }

    static PolicyRule forResources(String verb, String group, String resource) {
        return new PolicyRule(List.of(verb), List.of(group), List.of(resource), List.of(), List.of());
    }

    static PolicyRule forUrl(String verb, String url) {
        return new PolicyRule(List.of(verb), List.of(), List.of(), List.of(), List.of(url));
    }

    /** Whether the rule allows the request. */
    public boolean allows(Attributes request) {
        if (!hasOrAll(verbs, request.verb())) {
            return false;
        }
        if (!request.isResourceRequest()) {
            return nonResourceUrls.stream().anyMatch(url -> url.equals("*") || coversUrl(url, request.path()));
        }
        return hasOrAll(apiGroups, request.group())
                && matchesResource(request.resource(), request.subresource())
                && (resourceNames.isEmpty() || resourceNames.contains(request.name()));
    }

    private boolean matchesResource(String resource, String subresource) {
        String combined = subresource.isEmpty() ? resource : resource + "/" + subresource;
        return hasOrAll(resources, combined) || (!subresource.isEmpty() && resources.contains("*/" + subresource));
    }

    /** Whether this rule allows all that {@code other} does, which has at most one of everything. */
    boolean covers(PolicyRule other) {
        return hasAllOrStar(verbs, other.verbs)
                && hasAllOrStar(apiGroups, other.apiGroups)
                && coversResources(other.resources)
                && (resourceNames.isEmpty()
                        || (!other.resourceNames.isEmpty() && resourceNames.containsAll(other.resourceNames)))
                && other.nonResourceUrls.stream()
                        .allMatch(url -> nonResourceUrls.stream().anyMatch(own -> coversUrl(own, url)));
    }

    private boolean coversResources(List<String> others) {
        if (hasAllOrStar(resources, others)) {
            return true;
        }
        for (String other : others) {
            int slash = other.indexOf('/');
            boolean bySubresource = slash >= 0 && resources.contains("*" + other.substring(slash));
            if (!resources.contains(other) && !bySubresource) {
                return false;
            }
        }
        return true;
    }

    private static boolean coversUrl(String own, String url) {
        return own.equals(url) || (own.endsWith("*") && url.startsWith(trimStars(own)));
    }

    private static String trimStars(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '*') {
            end--;
        }
        return url.substring(0, end);
    }

    private static boolean hasOrAll(List<String> values, String wanted) {
        return values.contains(wanted) || values.contains("*");
    }

    private static boolean hasAllOrStar(List<String> values, List<String> wanted) {
        return values.contains("*") || values.containsAll(wanted);
    }

    /** What of {@code wanted} is not allowed by {@code held}, as rules that have at most one of everything. */
    public static List<PolicyRule> uncovered(List<PolicyRule> held, List<PolicyRule> wanted) {
        return wanted.stream()
                .flatMap(rule -> rule.singles().stream())
                .filter(single -> held.stream().noneMatch(own -> own.covers(single)))
                .toList();
    }

    /** The same rights as rules that have at most one of everything. */
    private List<PolicyRule> singles() {
        var all = new ArrayList<PolicyRule>();
        for (String group : apiGroups) {
            for (String resource : resources) {
                for (String verb : verbs) {
                    if (resourceNames.isEmpty()) {
                        all.add(forResources(verb, group, resource));
                    }
                    for (String name : resourceNames) {
                        all.add(new PolicyRule(
                                List.of(verb), List.of(group), List.of(resource), List.of(name), List.of()));
                    }
                }
            }
        }
        for (String url : nonResourceUrls) {
            for (String verb : verbs) {
                all.add(forUrl(verb, url));
            }
        }
        return all;
    }

    /** As it stands in the {@code rules} of a role. */
    public ObjectNode toJson() {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        put(rule, "verbs", verbs);
        put(rule, "apiGroups", apiGroups);
        put(rule, "resources", resources);
        put(rule, "resourceNames", resourceNames);
        put(rule, "nonResourceURLs", nonResourceUrls);
        return rule;
    }

    private static void put(ObjectNode rule, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = rule.putArray(field);
            values.forEach(array::add);
        }
    }

    /** As upstream shows a rule in the text of a refused escalation. */
    String compact() {
        var parts = new ArrayList<String>();
        show(parts, "APIGroups", apiGroups);
        show(parts, "Resources", resources);
        show(parts, "NonResourceURLs", nonResourceUrls);
        show(parts, "ResourceNames", resourceNames);
        show(parts, "Verbs", verbs);
        return "{" + String.join(", ", parts) + "}";
    }

    static String quoted(List<String> values) {
        return values.stream().map(FieldValue::quote).collect(Collectors.joining(" ", "[", "]"));
    }

    private static void show(List<String> parts, String name, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(name + ":" + quoted(values));
        }
    }

    private static List<String> strings(JsonNode array) {
        var all = new ArrayList<String>(array.size());
        array.forEach(value -> all.add(value.asText()));
        return all;
    }
}
