package dev.navarch.apiserver.kind.admissionregistration;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What webhooks and policies have in common: rules of what is looked at, and conditions. */
final class AdmissionRules {

    private static final String ALL = "*";
    private static final int MAX_CONDITIONS = 64;

    private AdmissionRules() {}

    static void failurePolicy(Place policy) {
        if (policy.isSet()) {
            policy.oneOf("Fail", "Ignore");
        }
    }

    static void matchPolicy(Place policy) {
        if (policy.isSet()) {
            policy.oneOf("Equivalent", "Exact");
        }
    }

    /** The resources that a policy or a binding matches. */
    static void matchResources(Place match) {
        if (!match.isSet()) {
            return;
        }
        if (!match.get("matchPolicy").isSet()) {
            match.get("matchPolicy").required("");
        }
        matchPolicy(match.get("matchPolicy"));
        for (String selector : List.of("namespaceSelector", "objectSelector")) {
            if (!match.get(selector).isSet()) {
                match.get(selector).required("");
            }
            LabelSelectorRules.validate(match.get(selector));
        }
        for (String list : List.of("resourceRules", "excludeResourceRules")) {
            match.get(list).items().forEach(AdmissionRules::namedRule);
        }
    }

    private static void namedRule(Place rule) {
        Set<String> names = new HashSet<>();
        for (Place name : rule.get("resourceNames").items()) {
            name.form(Names::pathSegmentName);
            if (!names.add(name.text())) {
                name.duplicate();
            }
        }
        rule(rule);
    }

    /** One that names operations, groups, versions and resources. */
    static void rule(Place rule) {
        Place operations = rule.get("operations");
        requiredAlone(operations, "operations");
        operations.items().forEach(operation -> operation.oneOf(ALL, "CONNECT", "CREATE", "DELETE", "UPDATE"));
        requiredAlone(rule.get("apiGroups"), "API groups");
        Place versions = rule.get("apiVersions");
        requiredAlone(versions, "API versions");
        for (Place version : versions.items()) {
            if (version.isEmpty()) {
                version.required("");
            }
        }
        resources(rule.get("resources"));
        if (rule.get("scope").isSet()) {
            rule.get("scope").oneOf(ALL, "Cluster", "Namespaced");
        }
    }

    private static void requiredAlone(Place list, String what) {
        if (list.isEmpty()) {
            list.required("");
        }
        if (list.size() > 1 && list.texts().contains(ALL)) {
            list.invalid("if '*' is present, must not specify other " + what);
        }
    }

    private static void resources(Place resources) {
        if (resources.isEmpty()) {
            resources.required("");
        }
        Set<String> allSubresourcesOf = new HashSet<>();
        Set<String> ofAllResources = new HashSet<>();
        boolean plain = false;
        for (Place resource : resources.items()) {
            String text = resource.text();
            int slash = text.indexOf('/');
            if (text.isEmpty()) {
                resource.required("");
            } else if (slash < 0) {
                plain = !text.equals(ALL);
            } else {
                subresource(
                        resource,
                        text.substring(0, slash),
                        text.substring(slash + 1),
                        allSubresourcesOf,
                        ofAllResources);
            }
        }
        if (resources.size() > 1 && resources.texts().contains("*/*")) {
            resources.invalid("if '*/*' is present, must not specify other resources");
        }
        if (resources.texts().contains(ALL) && plain) {
            resources.invalid("if '*' is present, must not specify other resources without subresources");
        }
    }

    private static void subresource(
            Place place, String resource, String sub, Set<String> allSubresourcesOf, Set<String> ofAllResources) {
        if (allSubresourcesOf.contains(resource)) {
            place.invalid("if '" + resource + "/*' is present, must not specify " + place.text());
        }
        if (ofAllResources.contains(sub)) {
            place.invalid("if '*/" + sub + "' is present, must not specify " + place.text());
        }
        if (sub.equals(ALL)) {
            allSubresourcesOf.add(resource);
        }
        if (resource.equals(ALL)) {
            ofAllResources.add(sub);
        }
    }

    static void conditions(Place conditions) {
        if (conditions.size() > MAX_CONDITIONS) {
            conditions.tooMany(conditions.size(), MAX_CONDITIONS);
        }
        Set<String> names = new HashSet<>();
        for (Place condition : conditions.items()) {
            if (condition.get("expression").text().isBlank()) {
                condition.get("expression").required("");
            }
            Place name = condition.get("name");
            name.requiredForm("", Names::qualifiedName);
            if (!name.isEmpty() && !names.add(name.text())) {
                name.duplicate();
            }
        }
    }
}
