package dev.navarch.apiserver.kind.flowcontrol;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.fields.SemanticEquality;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What must hold of FlowSchemas. */
final class FlowSchemaRules {

    private static final int MAX_PRECEDENCE = 10_000;
    private static final String ALL = "*";
    private static final String[] VERBS = {
        "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"
    };

    private FlowSchemaRules() {}

    static void check(Place schema) {
        String name = schema.get("metadata", "name").text();
        Place spec = schema.get("spec");
        precedence(spec.get("matchingPrecedence"), name);
        Place method = spec.get("distinguisherMethod");
        if (method.isSet() && !method.get("type").is("ByNamespace", "ByUser")) {
            method.get("type").notSupported(method.shown(), List.of("ByNamespace", "ByUser"));
        }
        spec.get("priorityLevelConfiguration", "name")
                .requiredForm("must reference a priority level", Names::dns1123Subdomain);
        spec.get("rules").items().forEach(FlowSchemaRules::rule);
        MandatoryObjects.spec("FlowSchema", name).ifPresent(mandatory -> {
            if (!SemanticEquality.equal(spec.value(), mandatory)) {
                spec.invalid("spec of '" + name + "' must equal the fixed value");
            }
        });
        FlowControlKinds.conditions(schema);
    }

    private static void precedence(Place precedence, String name) {
        if (precedence.number() <= 0) {
            precedence.invalid("must be a positive value");
        }
        if (precedence.number() > MAX_PRECEDENCE) {
            precedence.invalid("must not be greater than " + MAX_PRECEDENCE);
        }
        if (precedence.number() == 1 && !name.equals("exempt")) {
            precedence.invalid("only the schema named 'exempt' may have matchingPrecedence 1");
        }
    }

    private static void rule(Place rule) {
        Place subjects = rule.get("subjects");
        if (subjects.isEmpty()) {
            subjects.required("subjects must contain at least one value");
        }
        subjects.items().forEach(FlowSchemaRules::subject);
        if (rule.get("resourceRules").isEmpty() && rule.get("nonResourceRules").isEmpty()) {
            rule.required("at least one of resourceRules and nonResourceRules has to be non-empty");
        }
        rule.get("resourceRules").items().forEach(FlowSchemaRules::resources);
        rule.get("nonResourceRules").items().forEach(FlowSchemaRules::urls);
    }

    private static void subject(Place subject) {
        Place kind = subject.get("kind");
        if (!kind.oneOf("Group", "ServiceAccount", "User")) {
            return;
        }
        String field =
                Character.toLowerCase(kind.text().charAt(0)) + kind.text().substring(1);
        Place own = subject.get(field);
        if (!own.isSet()) {
            own.required(field + " is required when subject kind is '" + kind.text() + "'");
        } else if (kind.is("ServiceAccount")) {
            account(own);
        } else if (own.get("name").isEmpty()) {
            own.get("name").required("");
        }
        for (String other : List.of("ServiceAccount", "User", "Group")) {
            String name = Character.toLowerCase(other.charAt(0)) + other.substring(1);
            if (!other.equals(kind.text()) && subject.get(name).isSet()) {
                subject.get(name).forbidden(name + " is forbidden when subject kind is not '" + other + "'");
            }
        }
    }

    private static void account(Place account) {
        Place name = account.get("name");
        if (!name.is(ALL)) {
            name.requiredForm("", Names::dns1123Subdomain);
        }
        account.get("namespace").requiredForm("must specify namespace for service account", Names::dns1123Label);
    }

    private static void verbs(Place verbs) {
        if (verbs.isEmpty()) {
            verbs.required("verbs must contain at least one value");
        } else if (verbs.texts().contains(ALL)) {
            alone(verbs, "verbs");
        } else if (!Arrays.asList(VERBS).containsAll(verbs.texts())) {
            verbs.notSupported(VERBS);
        }
    }

    private static void alone(Place list, String what) {
        if (list.size() > 1 && list.texts().contains(ALL)) {
            list.invalid("if '*' is present, must not specify other " + what);
        }
    }

    private static void resources(Place rule) {
        verbs(rule.get("verbs"));
        Place groups = rule.get("apiGroups");
        if (groups.isEmpty()) {
            groups.required("resource rules must supply at least one api group");
        }
        alone(groups, "api groups");
        Place resources = rule.get("resources");
        if (resources.isEmpty()) {
            resources.required("resource rules must supply at least one resource");
        }
        alone(resources, "resources");
        Place namespaces = rule.get("namespaces");
        if (namespaces.isEmpty() && !rule.get("clusterScope").isTrue()) {
            namespaces.required("resource rules that are not cluster scoped must supply at least one namespace");
        } else if (namespaces.texts().contains(ALL)) {
            alone(namespaces, "namespaces");
        } else {
            for (Place namespace : namespaces.items()) {
                Names.dns1123Label(namespace.text())
                        .forEach(problem -> namespace.invalid(
                                "each member of this list must be '*' or a DNS-1123 label; " + problem));
            }
        }
    }

    private static void urls(Place rule) {
        verbs(rule.get("verbs"));
        Place urls = rule.get("nonResourceURLs");
        if (urls.isEmpty()) {
            urls.required("nonResourceURLs must contain at least one value");
        } else if (urls.texts().contains(ALL)) {
            alone(urls, "non-resource URLs");
        } else {
            urls.items().forEach(url -> problem(url.text()).ifPresent(url::invalid));
        }
    }

    private static Optional<String> problem(String url) {
        if (url.isEmpty()) {
            return Optional.of("must not be empty");
        }
        if (url.equals("/")) {
            return Optional.empty();
        }
        if (!url.startsWith("/")) {
            return Optional.of("must start with slash");
        }
        if (url.contains(" ")) {
            return Optional.of("must not contain white-space");
        }
        if (url.contains("//")) {
            return Optional.of("must not contain double slash");
        }
        int wildcard = url.indexOf('*');
        return wildcard >= 0 && (wildcard != url.length() - 1 || !url.endsWith("/*"))
                ? Optional.of("wildcard can only do suffix matching")
                : Optional.empty();
    }
}
